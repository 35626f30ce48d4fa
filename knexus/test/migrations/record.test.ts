import { expect } from 'chai'
import { Client } from 'pg'
import { down, up } from '../../src/run/runner.ts'
import { codeOf, migration, project, type Project } from '../run/project.ts'

const DEFERRED = [
  'CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)',
  'INSERT INTO b VALUES (1, 9)',
]

/** How many messages are sent to PostgreSQL meanwhile, over all connections. */
async function messages(work: () => Promise<unknown>): Promise<number> {
  const query: unknown = Reflect.get(Client.prototype, 'query')
  let count = 0
  Object.assign(Client.prototype, {
    query(this: Client, ...values: unknown[]): unknown {
      count += 1
      return Reflect.apply(query as () => unknown, this, values)
    },
  })
  await work().finally(() => Object.assign(Client.prototype, { query }))
  return count
}

describe('the record of a migration', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({ '20260101_a.ts': migration(['CREATE TABLE a (id int PRIMARY KEY)']) })
  })
  afterEach(() => p.drop())

  it('costs a file no message of its own', async () => {
    await up(p.config)
    const file = (n: number) => ({
      [`20260102_${n}.ts`]: migration([`CREATE TABLE b${n} ()`, `CREATE TABLE c${n} ()`, `CREATE TABLE d${n} ()`]),
    })
    await p.write(file(0))
    const one = await messages(() => up(p.config))
    await p.write({ ...file(1), ...file(2), ...file(3), ...file(4) })
    expect((await messages(() => up(p.config))) - one).to.equal(3 * 5)
  })

  it('is not there when the transaction cannot be committed', async () => {
    await p.write({ '20260102_b.ts': migration(DEFERRED), '20260103_c.ts': migration(['CREATE TABLE c ()']) })
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    expect(await p.history()).to.deep.equal(['20260101_a.ts'])
    expect(await p.query(`SELECT migration FROM knexus_journal`)).to.deep.equal([{ migration: '20260101_a.ts' }])
    expect(await p.query(`SELECT to_regclass('b') AS b`)).to.deep.equal([{ b: null }])
  })

  it('takes the migration back when it cannot be written, and leaves no transaction open', async () => {
    await up(p.config)
    await p.write({
      '20260102_b.ts': migration([
        'CREATE TABLE b ()',
        `ALTER TABLE knex_migrations ADD CHECK (name <> '20260102_b.ts')`,
      ]),
    })
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    expect(
      await p.query(
        `SELECT to_regclass('b') AS b, (SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'knex_migrations'::regclass) AS constraints`,
      ),
    ).to.deep.equal([{ b: null, constraints: 1 }])
    await p.remove('20260102_b.ts')
    await p.write({ '20260103_c.ts': migration(['CREATE TABLE b ()']) })
    expect((await up(p.config)).migrations).to.deep.equal(['20260103_c.ts'])
  })

  it('is written also after a file that throws prepared statements away', async () => {
    await p.write({
      '20260102_b.ts': migration(['DEALLOCATE ALL']),
      '20260103_c.ts': migration(['INSERT INTO a VALUES (1)', 'DISCARD PLANS']),
      '20260104_d.ts': migration(['DROP TABLE a']),
    })
    await up(p.config)
    expect(await p.history()).to.have.length(4)
  })

  it('is written also for a file that ends its transaction itself', async () => {
    const ends = (sql: string, how: string) =>
      `export async function up(knex) { await knex.raw('${sql}'); await knex.${how}(); await new Promise((done) => setTimeout(done, 50)) }\nexport async function down() {}\n`
    await p.write({
      '20260102_b.ts': ends('CREATE TABLE b ()', 'commit'),
      '20260103_c.ts': ends('CREATE TABLE c ()', 'rollback'),
      '20260104_d.ts': migration(['CREATE TABLE d ()']),
    })
    await up(p.config, { on: p.on })
    expect(await p.history()).to.have.length(4)
    expect(
      p.events
        .filter((event) => event.event === 'migration-start' || event.event === 'migration-end')
        .map((event) => event.event),
    ).to.deep.equal(Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? 'migration-start' : 'migration-end')))
    expect(await p.query(`SELECT relname FROM pg_class WHERE relname IN ('b', 'c', 'd') ORDER BY 1`)).to.deep.equal([
      { relname: 'b' },
      { relname: 'd' },
    ])
  })

  it('is told when it is committed, and says any name and statement', async () => {
    await p.write({ '20260102_b.ts': migration(DEFERRED) })
    await codeOf(up(p.config, { on: p.on }))
    expect(p.events.flatMap((event) => (event.event === 'migration-end' ? [event.migration] : []))).to.deep.equal([
      '20260101_a.ts',
    ])
    await p.remove('20260102_b.ts')
    await p.write({ "2026'03_c.ts": migration([`SELECT 'it''s \\ a'`]) })
    await up(p.config)
    await down(p.config)
    expect(
      await p.query(
        `SELECT migration, kind, detail->'list'->0->>'sql' AS sql FROM knexus_journal ORDER BY at OFFSET 1`,
      ),
    ).to.deep.equal([
      { migration: "2026'03_c.ts", kind: 'up', sql: `SELECT 'it''s \\ a'` },
      { migration: "2026'03_c.ts", kind: 'down', sql: null },
    ])
  })
})
