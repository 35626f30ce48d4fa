import { expect } from 'chai'
import { Client } from 'pg'
import { down, up } from '../../src/run/runner.ts'
import { between, messageOf, messagesOf } from './wire.ts'
import { codeOf, migration, project, type Project } from './project.ts'

const FILES = {
  '1_a.ts': migration(['CREATE TABLE a (id int PRIMARY KEY)', 'INSERT INTO a VALUES (1)'], ['DROP TABLE a']),
  '2_b.ts': migration(
    ['CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)', 'CREATE INDEX ON b (a)'],
    ['DROP TABLE b'],
  ),
  '3_c.ts': migration(['CREATE TABLE c (id int)'], ['DROP TABLE c']),
}

describe('plain migrations that are sent together', () => {
  let p: Project
  beforeEach(async () => {
    p = await project(FILES)
  })
  afterEach(() => p.drop())

  const tables = async () =>
    (
      await p.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname !~ '^knex' ORDER BY 1`,
      )
    ).map(({ name }) => name)
  const told = () =>
    p.events
      .filter(({ event }) => event !== 'run-start' && event !== 'run-end')
      .map((event) =>
        [event.event, 'migration' in event ? event.migration : '', 'number' in event ? event.number : '']
          .join(' ')
          .trim(),
      )

  it('are told one after the other, statement by statement, and each is a transaction of its own', async () => {
    await up(p.config, { on: p.on })
    expect(told()).to.deep.equal([
      'migration-start 1_a.ts',
      'statement 1_a.ts 1',
      'statement 1_a.ts 2',
      'migration-end 1_a.ts',
      'migration-start 2_b.ts',
      'statement 2_b.ts 1',
      'statement 2_b.ts 2',
      'migration-end 2_b.ts',
      'migration-start 3_c.ts',
      'statement 3_c.ts 1',
      'migration-end 3_c.ts',
    ])
    const ids = await p.query<{ xmin: string }>('SELECT DISTINCT xmin::text FROM knex_migrations')
    expect(ids).to.have.length(3)
    await down(p.config, { all: true })
    expect(await tables()).to.deep.equal([])
    expect(await p.history()).to.deep.equal([])
  })

  for (const nth of [1, 2])
    it(`leave nothing behind where BEGIN number ${nth} is refused, and come the next time`, async () => {
      let begun = 0
      const line = await between(p.url, (client, open) => {
        const backend = open()
        backend.pipe(client)
        messagesOf(client, (message, type) => {
          const isRefused = message.includes('BEGIN READ WRITE') && (begun += 1) === nth
          backend.write(isRefused ? messageOf(type, Buffer.from('SELECT 1 / 0\0')) : message)
        })
      })
      expect(await codeOf(up({ ...p.config, connection: line.url }))).to.equal('migration-failed')
      await line.close()
      expect(begun).to.be.at.least(nth)
      expect(await tables()).to.deep.equal(['a', 'b', 'c'].slice(0, nth - 1))
      expect(await p.history()).to.have.length(nth - 1)
      await up(p.config)
      expect(await tables()).to.deep.equal(['a', 'b', 'c'])
    })

  it('stop at the statement that fails, and nothing of what was sent behind it stays', async () => {
    await p.write({ '2_b.ts': migration(['CREATE TABLE b (id int)', 'SELECT nonsense', 'CREATE TABLE never ()']) })
    const error: unknown = await up(p.config, { on: p.on }).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'migration-failed')
    expect(error)
      .to.have.property('message')
      .that.matches(/^2_b\.ts failed at statement 2: column "nonsense" does not exist \(42703\)/)
    expect(told().at(-1)).to.equal('statement 2_b.ts 1')
    expect(await tables()).to.deep.equal(['a'])
    expect(await p.history()).to.deep.equal(['1_a.ts'])
  })

  it('stop at the COMMIT that fails, and the next one, which left with it, leaves nothing', async () => {
    await p.write({
      '2_b.ts': migration([
        `CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)`,
        'INSERT INTO b VALUES (7)',
      ]),
    })
    const error: unknown = await up(p.config).catch((error: unknown) => error)
    expect(error).to.have.property('message').that.includes('2_b.ts failed').and.includes('23503')
    expect(await tables()).to.deep.equal(['a'])
    expect(await p.history()).to.deep.equal(['1_a.ts'])
  })

  it('wait for a lock again and again, each from its beginning', async () => {
    await up(p.config, { steps: 1 })
    await p.write({
      '2_b.ts': migration(['CREATE TABLE b (id int)', 'ALTER TABLE a ADD COLUMN n int', 'INSERT INTO b VALUES (1)']),
    })
    const holder = new Client({ connectionString: p.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE a')
    const on = (event: (typeof p.events)[number]) => {
      p.on(event)
      if (event.event === 'retry') void holder.query('COMMIT')
    }
    await up(p.config, { on, settings: { lockTimeout: 300 } })
    await holder.end()
    expect(p.events.filter(({ event }) => event === 'retry')).to.have.length.greaterThan(0)
    expect(await p.query('SELECT count(*)::int AS count FROM b')).to.deep.equal([{ count: 1 }])
    expect(await p.history()).to.deep.equal(Object.keys(FILES))
  })

  it('go through Knex one by one where they end the transaction, where a hook runs beside them, or where a setting would stay', async () => {
    await p.write({
      '2_b.ts': migration(['CREATE TABLE b (id int)', 'COMMIT', 'CREATE TABLE never ()']),
    })
    expect(await codeOf(up(p.config))).to.equal('transaction-control')
    expect(await tables()).to.deep.equal(['a'])
    await p.remove('2_b.ts')
    await p.write({ '4_d.ts': migration([`SET search_path = pg_catalog`]), '5_e.ts': migration(['CREATE TABLE e ()']) })
    const seen: string[] = []
    const hooked = {
      ...p.config,
      migrations: {
        ...p.config.migrations,
        beforeEach: (_: unknown, [file]: [{ file: string }]) => {
          seen.push(file.file)
        },
      },
    }
    await up(hooked, { steps: 1 })
    expect(seen).to.deep.equal(['3_c.ts'])
    await up(p.config)
    expect(await tables()).to.include.members(['c', 'e'])
  })

  it('go one by one where the driver gives each statement a time, which begins when it is sent', async () => {
    await p.write({ '4_slow.ts': migration(['SELECT pg_sleep(1.6)', 'SELECT pg_sleep(1.6)']) })
    const url = new URL(p.url)
    url.searchParams.set('query_timeout', '2800')
    await up({ ...p.config, connection: url.href })
    expect(await p.history()).to.include('4_slow.ts')
  })
})
