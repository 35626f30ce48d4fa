import { expect } from 'chai'
import type { Client } from 'pg'
import { catalogQuery } from '../../src/introspect.ts'
import { database, serverFacts } from '../support/server.ts'

/** Where everything costs nothing, PostgreSQL reads in parallel whatever it can. */
const EAGER = 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 4'

describe('large catalogs are read by one process, since several answer in any order', () => {
  let db: Client
  let settings: string
  let catalogs: string
  before(async () => {
    db = await (await database()).connect()
    await db.query(EAGER)
    ;[settings, catalogs] = catalogQuery(serverFacts().major, { inventory: true }).split(';\n') as [string, string]
  })

  const isParallel = async () => (await db.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${catalogs}`)).rows.some((row) => row['QUERY PLAN'].includes('Gather'))

  it('with the settings that are sent', async () => {
    await db.query(`BEGIN; ${settings}`)
    expect(await isParallel()).to.equal(false)
    await db.query('ROLLBACK')
  })

  it('and not without them', async () => {
    expect(await isParallel()).to.equal(true)
  })
})
