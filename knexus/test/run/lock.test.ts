import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import { lockKey } from '../../src/run/key.ts'
import { up } from '../../src/run/runner.ts'
import { until } from './process.ts'
import { codeOf, migration, project, type Project } from './project.ts'

/** Whether a migration has come to its `pg_sleep`. */
async function sleeps(p: Project): Promise<boolean> {
  const found = await p.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query ~* 'pg_sleep'`,
  )
  return found.length > 0
}

describe('the lock', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({ '20260101_a.ts': migration(['CREATE TABLE a (id int)']) })
  })
  afterEach(() => p.drop())

  it('makes exactly the tables that plain knex makes', async () => {
    const shape = `SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, column_default, is_nullable FROM information_schema.columns
      WHERE table_name LIKE 'knex\\_%' ORDER BY 1, 3`
    const other = await project()
    await other.plain((knex) => knex.migrate.currentVersion())
    await up(p.config)
    expect(await p.query(shape)).to.deep.equal(await other.query(shape))
    expect(await p.query('SELECT * FROM knex_migrations_lock')).to.deep.equal(
      await other.query('SELECT * FROM knex_migrations_lock'),
    )
    expect(p.events).to.deep.equal([])
    await other.drop()
  })

  it('frees a row that plain knex left locked, when nobody is there who could have', async () => {
    await p.plain((knex) => knex.migrate.currentVersion())
    await p.query('UPDATE knex_migrations_lock SET is_locked = 1')
    await up(p.config, { on: p.on })
    expect(p.events.find((event) => event.event === 'repaired'))
      .to.have.property('what')
      .that.includes('said locked')
    expect(await p.history()).to.have.length(1)
  })

  it('does not free it while somebody is there, and says who', async () => {
    await p.plain(async (knex) => {
      await knex.migrate.currentVersion()
      await knex.raw('UPDATE knex_migrations_lock SET is_locked = 1')
      expect(await codeOf(up(p.config, { settings: { waitTimeout: 300 }, on: p.on }))).to.equal('locked-by-knex')
    })
    expect(p.events.find((event) => event.event === 'waiting'))
      .to.have.nested.property('holders[0].statement')
      .that.includes('UPDATE knex_migrations_lock')
  })

  it('puts a lock table of several rows right', async () => {
    await p.plain((knex) => knex.migrate.currentVersion())
    await p.query('INSERT INTO knex_migrations_lock (is_locked) VALUES (0), (1)')
    await up(p.config)
    expect(await p.query('SELECT is_locked FROM knex_migrations_lock')).to.deep.equal([{ is_locked: 0 }])
    expect(await p.plain((knex) => knex.migrate.latest())).to.deep.equal([1, []])
  })

  it('waits for a plain knex in its transaction, and then finds nothing to do', async () => {
    await p.write({ '20260101_a.ts': migration(['CREATE TABLE a (id int)', 'SELECT pg_sleep(3)']) })
    await p.plain(async (knex) => {
      const theirs = knex.migrate.latest()
      await until(() => sleeps(p))
      const ours = await up(p.config, { on: p.on })
      expect(ours.migrations).to.deep.equal([])
      await theirs
    })
    expect(p.events.some((event) => event.event === 'waiting' && event.obstacle === 'knex')).to.equal(true)
  })

  describe('while a backend of a runner that died is still at work', () => {
    let backend: Client
    beforeEach(async () => {
      backend = new Client({ connectionString: p.url })
      await backend.connect()
      await backend.query(`SELECT pg_advisory_lock_shared(${lockKey(p.config.migrations!).worker})`)
    })
    afterEach(() => backend.end())

    it('runs nothing, and says who is waited for', async () => {
      expect(await codeOf(up(p.config, { settings: { waitTimeout: 300 }, on: p.on }))).to.equal('locked-by-worker')
      expect(p.events[0])
        .to.include({ event: 'waiting', obstacle: 'worker' })
        .and.have.property('holders')
        .with.length(1)
      expect(await p.query("SELECT to_regclass('a') AS made")).to.deep.equal([{ made: null }])
    })

    it('runs as soon as that has ended', async () => {
      const ours = up(p.config, { on: p.on })
      await until(async () => p.events.some(({ event }) => event === 'waiting'))
      await sleep(200)
      expect(await p.query("SELECT to_regclass('a') AS made")).to.deep.equal([{ made: null }])
      await backend.query('SELECT pg_advisory_unlock_all()')
      expect((await ours).migrations).to.have.length(1)
    })
  })

  it('makes a plain knex fail at once while a file without a transaction runs', async () => {
    await p.write({ '20260101_a.ts': migration(['SELECT pg_sleep(3)', 'CREATE TABLE a (id int)'], [], false) })
    const ours = up(p.config)
    await until(() => sleeps(p))
    const theirs: unknown = await p.plain((knex) => knex.migrate.latest()).catch((error: unknown) => error)
    expect(theirs).to.have.property('message').that.includes('already locked')
    await ours
    expect(await p.query('SELECT is_locked FROM knex_migrations_lock')).to.deep.equal([{ is_locked: 0 }])
  })
})
