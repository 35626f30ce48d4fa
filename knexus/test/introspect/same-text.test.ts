import { expect } from 'chai'
import type { Client } from 'pg'
import { catalogQuery } from '../../src/introspect/index.ts'
import { database, serverFacts } from '../support/server.ts'

/** Where everything costs nothing, PostgreSQL reads in parallel whatever it can. */
const EAGER =
  'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 4'

describe('large catalogs are read by one process, since several answer in any order', () => {
  let db: Client
  let settings: string
  let catalogs: string[]
  before(async () => {
    db = await (await database()).connect()
    await db.query(EAGER)
    ;[, settings, ...catalogs] = catalogQuery(serverFacts().major, { inventory: true }).split(';\n') as [
      string,
      string,
      ...string[],
    ]
  })

  const isParallel = async () => {
    const plans = [await db.query<{ 'QUERY PLAN': string }>(catalogs.map((sql) => `EXPLAIN ${sql}`).join(';\n'))].flat()
    return plans.flatMap(({ rows }) => rows).some((row) => row['QUERY PLAN'].includes('Gather'))
  }

  it('with the settings that are sent', async () => {
    await db.query(`BEGIN; ${settings}`)
    expect(await isParallel()).to.equal(false)
    await db.query('ROLLBACK')
  })

  it('and not without them', async () => {
    expect(await isParallel()).to.equal(true)
  })
})

describe('a reading', () => {
  it('sees one snapshot, and leaves the session as it was', async () => {
    const db = await (await database()).connect()
    const isolation = "SELECT current_setting('transaction_isolation') AS level"
    const last = [await db.query(`${catalogQuery(serverFacts().major)};\n${isolation}`)].flat().at(-1)
    expect(last?.rows).to.deep.equal([{ level: 'repeatable read' }])
    expect((await db.query(`${isolation}, current_setting('search_path') <> '' AS path`)).rows).to.deep.equal([
      { level: 'read committed', path: true },
    ])
  })
})
