import { expect } from 'chai'
import { addressOfChange } from '../../src/change.ts'
import { connect } from '../../src/connection/connect.ts'
import type { Migration } from '../../src/migrations/files.ts'
import { trace, type Trace } from '../../src/trace/index.ts'
import { database } from '../support/server.ts'

const COUNT = 95
const STATEMENTS = Array.from({ length: COUNT }, (_, at) => [
  `CREATE TABLE t${at} (id int PRIMARY KEY, parent int CHECK (parent > 0), name text DEFAULT 'a')`,
  `CREATE INDEX t${at}_parent ON t${at} (parent)`,
  `CREATE VIEW v${at} AS SELECT id FROM t${at}`,
]).flat()
const LAST = 'ALTER TABLE t7 ALTER name TYPE varchar(9), DROP parent'

describe('the trace of a file with many statements', function () {
  this.timeout('4m')

  async function traced(statements: readonly string[], sql?: string): Promise<Trace> {
    const own = await database(sql)
    const db = Object.assign(await connect(own.url), { settings: own.url })
    const migration: Migration = {
      name: 'many',
      directory: '.',
      up: async (knex) => {
        for (const one of statements) await knex.raw(one)
      },
      down: undefined,
      transaction: true,
      byDefault: false,
      checksum: '',
    }
    try {
      return await trace(migration, 'up', db, { client: 'pg' }, {})
    } finally {
      await db.close()
      await own.drop()
    }
  }

  it('says of each what it made, though the catalogs are not read after each where nothing stood before', async () => {
    const { statements, failed } = await traced([...STATEMENTS, LAST, 'DROP VIEW v9'])
    expect(failed).to.equal(undefined)
    const made = statements.map(({ changes }) =>
      changes.map((change) => `${change.after ? 'make' : 'drop'} ${addressOfChange(change)}`),
    )
    for (const at of Array.from({ length: COUNT }, (_, one) => one).filter((one) => one !== 7 && one !== 9)) {
      expect(made[at * 3], `t${at}`).to.include.members([
        `make TABLE public.t${at}`,
        `make COLUMN public.t${at}.parent`,
        `make DEFAULT public.t${at}.name`,
        `make CONSTRAINT t${at}_pkey ON public.t${at}`,
      ])
      expect(made[at * 3 + 1], `index of t${at}`).to.deep.equal([`make INDEX public.t${at}_parent`])
      expect(made[at * 3 + 2], `view of t${at}`).to.include(`make VIEW public.v${at}`)
    }
    expect(made.at(-1)).to.include.members([
      'make COLUMN public.t7.name',
      'drop COLUMN public.t7.parent',
      'drop VIEW public.v9',
    ])
  })

  it('says nothing of what a failure took back', async () => {
    const { statements, failed } = await traced([...STATEMENTS.slice(0, 90), 'CREATE TABLE t1 (id int)'])
    expect(failed!.message).to.contain('already exists')
    expect(statements).to.have.length(90)
    expect(statements[0]!.changes.map(addressOfChange)).to.include('TABLE public.t0')
    expect(statements.at(-1)!.changes).to.deep.equal([])
  })

  it('reads the catalogs after each where a table stood before', async () => {
    const add = Array.from({ length: 60 }, (_, at) => `ALTER TABLE old ADD c${at} int`)
    const { statements } = await traced(add, 'CREATE TABLE old (id int)')
    expect(statements.map(({ changes }) => changes.map(addressOfChange))).to.deep.equal(
      add.map((_, at) => [`COLUMN public.old.c${at}`]),
    )
  })
})
