import { expect } from 'chai'
import type { Client } from 'pg'
import { catalogQuery, introspect } from '../../src/introspect/index.ts'
import { plan } from '../../src/plan/index.ts'
import { groups } from '../cases/index.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'
import { sampled } from '../support/sample.ts'
import { database, serverFacts } from '../support/server.ts'
import { sidesOf } from '../support/sides.ts'

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

/** FINGERPRINT_SAMPLE=1 takes every case of the laws. */
const cases = sampled(
  'FINGERPRINT_SAMPLE',
  16,
  groups.flatMap((group) => group.cases),
)

describe('what a connection has read before', function () {
  this.timeout('2m')

  it('is given again while the catalogs say the same', async () => {
    const db = await (await database('CREATE TABLE t (id int)')).connect()
    const first = await introspect(db)
    expect(await introspect(db)).to.equal(first)
    await db.query('ALTER TABLE t ADD more int')
    expect(await introspect(db)).not.to.equal(first)
    await db.query('ALTER TABLE t DROP more')
    expect(await introspect(db)).to.equal(first)
    expect(await introspect(db, { schemas: ['other'] })).not.to.equal(first)
  })

  for (const one of cases)
    it(`is what a new one reads, after every statement there and back: ${one.name}`, async function () {
      leaveOut(this, lacking(one.since, one.both, one.from, one.to))
      const [older, newer] = await sidesOf(one)
      try {
        const [db, target] = [await older.connect(), await newer.connect()]
        const afresh = () => introspect({ query: (sql: string) => db.query(sql) })
        const [from, to] = [await introspect(db), await introspect(target)]
        for (const goal of [to, from])
          for (const { statements, settings } of plan(await afresh(), goal))
            for (const sql of [...settings.map((setting) => `SET ${setting}`), ...statements.map((one) => one.sql)]) {
              await db.query(sql)
              expect([...(await introspect(db))], sql).to.deep.equal([...(await afresh())])
            }
      } finally {
        await older.drop()
        await newer.drop()
      }
    })
})
