import { expect } from 'chai'
import { readStatus } from '../../src/migrations/status.ts'
import { down, up } from '../../src/run/runner.ts'
import { openSession } from '../../src/run/session.ts'
import { codeOf, migration, project, type Project } from './project.ts'

const FILES = {
  '20260101_a.ts': migration(['CREATE TABLE a (id int)'], ['DROP TABLE a']),
  '20260102_b.ts': migration(['CREATE TABLE b (id int)', 'INSERT INTO b VALUES (1)'], ['DROP TABLE b']),
  '20260103_c.ts': migration(['CREATE TABLE c (id int)'], ['DROP TABLE c']),
}

async function states(p: Project): Promise<Record<string, string>> {
  const session = await openSession(p.config)
  try {
    const status = await readStatus(session.db, session.migrations)
    return {
      relation: status.relation,
      ...Object.fromEntries(status.entries.map((entry) => [entry.name, entry.state])),
    }
  } finally {
    await session.close()
  }
}

describe('up and down', () => {
  let p: Project
  beforeEach(async () => {
    p = await project(FILES)
  })
  afterEach(() => p.drop())

  it('runs what is pending as one batch, and then nothing', async () => {
    expect(await up(p.config, { on: p.on })).to.deep.equal({
      direction: 'up',
      migrations: Object.keys(FILES),
      batch: 1,
    })
    expect(await p.history()).to.deep.equal(Object.keys(FILES))
    expect(await up(p.config)).to.deep.equal({ direction: 'up', migrations: [], batch: 2 })
    expect(p.events.map((event) => event.event)).to.include.members([
      'run-start',
      'migration-start',
      'statement',
      'migration-end',
      'run-end',
    ])
  })

  it('leaves a state that plain knex agrees with, and the other way round', async () => {
    await up(p.config, { steps: 1 })
    expect(await p.plain((knex) => knex.migrate.latest())).to.deep.equal([2, ['20260102_b.ts', '20260103_c.ts']])
    expect(await up(p.config))
      .to.have.property('migrations')
      .that.deep.equals([])
    expect((await down(p.config)).migrations).to.deep.equal(['20260103_c.ts', '20260102_b.ts'])
    expect(await p.plain((knex) => knex.migrate.rollback())).to.deep.equal([1, ['20260101_a.ts']])
    expect(await p.history()).to.deep.equal([])
    expect(await p.query(`SELECT is_locked FROM knex_migrations_lock`)).to.deep.equal([{ is_locked: 0 }])
  })

  it('goes up to and down to a named migration', async () => {
    await up(p.config, { to: '20260102_b' })
    expect(await p.history()).to.have.length(2)
    await up(p.config)
    await down(p.config, { to: '20260101_a.ts' })
    expect(await p.history()).to.deep.equal(['20260101_a.ts'])
    await up(p.config)
    await down(p.config, { all: true })
    expect(await p.history()).to.deep.equal([])
  })

  it('undoes a failed file whole, keeps those before it, and says what PostgreSQL said', async () => {
    await p.write({ '20260102_b.ts': migration(['CREATE TABLE b (id int)', 'SELECT\n  nonsense FROM b']) })
    const error: unknown = await up(p.config).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'migration-failed')
    expect(error)
      .to.have.property('message')
      .that.includes('20260102_b.ts failed at statement 2')
      .and.includes('42703')
      .and.includes('^ line 2, column 3')
    expect(error).to.have.property('cure').that.includes('rolled back')
    expect(await p.history()).to.deep.equal(['20260101_a.ts'])
    expect(await p.query(`SELECT to_regclass('b') AS b`)).to.deep.equal([{ b: null }])
  })

  it('tells applied, pending, edited, missing and unknown apart, without an error', async () => {
    expect(await states(p)).to.include({ relation: 'pending', '20260101_a.ts': 'pending' })
    await up(p.config)
    expect(await states(p)).to.include({ relation: 'current', '20260103_c.ts': 'applied' })
    await p.write({ '20260101_a.ts': migration(['CREATE TABLE other (id int)']) })
    await p.remove('20260102_b.ts')
    await p.query(`INSERT INTO knex_migrations (name, batch) VALUES ('20250101_x.js', 1)`)
    expect(await states(p)).to.deep.equal({
      relation: 'ahead',
      '20250101_x.js': 'unknown',
      '20260101_a.ts': 'edited',
      '20260102_b.ts': 'missing',
      '20260103_c.ts': 'applied',
    })
  })

  it('refuses a database that is ahead, diverged or of another application', async () => {
    await up(p.config)
    await p.remove('20260103_c.ts')
    expect(await codeOf(up(p.config))).to.equal('history-ahead')
    await p.write({ '20260104_d.ts': migration(['SELECT 1']) })
    expect(await codeOf(up(p.config))).to.equal('history-diverged')
    await p.query(`UPDATE knex_migrations SET name = 'z' || name`)
    expect(await codeOf(up(p.config))).to.equal('other-application')
    expect(await codeOf(down(p.config))).to.equal('migration-missing')
  })

  it('shows what it would do, and sends nothing', async () => {
    await up(p.config, { dryRun: true, on: p.on })
    expect(p.events.filter((event) => event.event === 'statement').map((event) => event.sql)).to.deep.equal([
      'CREATE TABLE a (id int)',
      'CREATE TABLE b (id int)',
      'INSERT INTO b VALUES (1)',
      'CREATE TABLE c (id int)',
    ])
    expect(await p.query(`SELECT to_regclass('knex_migrations') AS t`)).to.deep.equal([{ t: null }])
  })

  it('is all or nothing when asked', async () => {
    await p.write({ '20260103_c.ts': migration(['nonsense']) })
    expect(await codeOf(up(p.config, { singleTransaction: true }))).to.equal('migration-failed')
    expect(await p.history()).to.deep.equal([])
  })

  it('starts each file with a fresh session, and runs hooks as knex does', async () => {
    await p.write({
      '20260102_b.ts': migration([`SELECT set_config('search_path', '', false)`]),
      '20260103_c.ts': migration(['CREATE TABLE c (id int)']),
    })
    const seen: string[] = []
    const hook = (name: string) => async (_: unknown, files: readonly { file: string }[]) => {
      seen.push(`${name} ${files.map(({ file }) => file).join(' ')}`)
    }
    Object.assign(p.config.migrations!, { beforeAll: hook('beforeAll'), afterEach: hook('afterEach') })
    await up(p.config, { steps: 2 })
    await up(p.config)
    expect(await p.history()).to.have.length(3)
    expect(seen).to.deep.equal([
      'beforeAll 20260101_a.ts 20260102_b.ts',
      'afterEach 20260101_a.ts',
      'afterEach 20260102_b.ts',
      'beforeAll 20260103_c.ts',
      'afterEach 20260103_c.ts',
    ])
  })
})
