import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { lacking, leaveOut, tooNew } from '../support/leave-out.ts'
import { database } from '../support/server.ts'
import { RECIPES } from './in-use.ts'

const CASES: typeof RECIPES = {
  ...RECIPES,
  'a column whose default is the same for all rows comes with it at once': {
    from: 'CREATE TABLE t (id int)',
    to: 'CREATE TABLE t (id int, k timestamptz NOT NULL DEFAULT now())',
    files: [['ALTER TABLE public.t ADD COLUMN k timestamp with time zone DEFAULT now() NOT NULL']],
  },
}

describe('a table in use', () => {
  for (const [what, { since, before, both = '', from, to, files }] of Object.entries(CASES)) {
    it(`stays usable: ${what}`, async function () {
      leaveOut(this, lacking(since) ?? tooNew(before))
      const [live, wanted] = [await database(`${both};${from}`), await database(`${both};${to}`)]
      try {
        const client = await live.connect()
        const shadow = { settings: live.url, query: client.query.bind(client), close: async () => {} }
        const migrations = await rehearse(NO_RENAMES, await introspect(await wanted.connect()), shadow, {})
        const told = migrations.map(({ transaction, up }) => [
          ...(transaction ? [] : ['*']),
          ...up.statements.map(({ sql }) => sql),
        ])
        expect(told).to.deep.equal(files)
      } finally {
        await live.drop()
        await wanted.drop()
      }
    })
  }
})
