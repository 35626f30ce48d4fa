import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { lacking, leaveOut, tooNew } from '../support/leave-out.ts'
import { database } from '../support/server.ts'
import { RECIPES } from './in-use.ts'

describe('a table in use', () => {
  for (const [what, { since, before, both = '', from, to, files }] of Object.entries(RECIPES)) {
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
