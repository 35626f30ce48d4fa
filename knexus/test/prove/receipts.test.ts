import { expect } from 'chai'
import { introspect } from '../../src/introspect/index.ts'
import { rehearse } from '../../src/prove/index.ts'
import { seedRows } from '../../src/prove/rows.ts'
import { NO_RENAMES } from '../../src/rename/index.ts'
import { waits } from '../../src/trace/receipt.ts'
import { database } from '../support/server.ts'

const T = 'CREATE TABLE t (id int PRIMARY KEY, n int, s varchar(10), f numeric(10, 2))'
const MORE = `${T}; CREATE TABLE u (id int); CREATE MATERIALIZED VIEW m AS SELECT id FROM u`

/** A change, and what a file says above its statements: nothing where a lock is held for a moment. */
const CHANGES: Readonly<
  Record<string, { readonly from?: string; readonly to: string; readonly says: readonly string[] }>
> = {
  'a column more is no more than a moment': { to: `${T}; ALTER TABLE t ADD more text`, says: [] },
  'a wider text is no more than a moment': { to: T.replace('varchar(10)', 'varchar(20)'), says: [] },
  'another type writes the table anew': {
    to: T.replace('n int', 'n text'),
    says: ['ACCESS EXCLUSIVE on public.t, rewrites it'],
  },
  'a wider number is filled beside the old one, and takes its place in a moment': {
    to: T.replace('n int', 'n bigint').replace('id int', 'id bigint'),
    says: [],
  },
  'a stored generated column writes the table again': {
    to: T.replace('n int', 'n int, u int GENERATED ALWAYS AS (n) STORED'),
    says: ['ACCESS EXCLUSIVE on public.t, rewrites it'],
  },
  'a view over a new table keeps nobody waiting': {
    to: `${T}; CREATE TABLE u (id int); CREATE VIEW v AS SELECT id FROM t`,
    says: [],
  },
  'a foreign key is validated without keeping writers waiting': {
    to: `${T}; CREATE TABLE p (id int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES p`,
    says: [],
  },
  'what is dropped is not written again': { from: MORE, to: T, says: [] },
  'an exclusion reads all of it under a lock': {
    to: `${T}; ALTER TABLE t ADD CONSTRAINT e EXCLUDE (n WITH =)`,
    says: ['ACCESS EXCLUSIVE on public.t, reads all of it'],
  },
}

describe('what a generated file says of waiting', () => {
  for (const [what, { from = T, to, says }] of Object.entries(CHANGES))
    it(what, async () => {
      const [live, wanted] = [await database(from), await database(to)]
      try {
        const client = await live.connect()
        const shadow = { settings: live.url, query: client.query.bind(client), close: async () => {} }
        await seedRows(client)
        await client.query('UPDATE t SET n = NULL')
        const target = await introspect(await wanted.connect())
        const migrations = await rehearse(NO_RENAMES, target, shadow, {})
        expect(
          migrations.flatMap(({ up }) => up.statements.flatMap(({ receipt }) => (receipt ? waits(receipt) : []))),
        ).to.deep.equal(says)
      } finally {
        await live.drop()
        await wanted.drop()
      }
    })
})
