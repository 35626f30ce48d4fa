import { hostname } from 'node:os'
import { expect } from 'chai'
import { Client } from 'pg'
import { lockKey } from '../../src/run/key.ts'
import { acquire } from '../../src/run/lock.ts'
import { openSession } from '../../src/run/session.ts'
import { until } from './process.ts'
import { codeOf, project, type Project } from './project.ts'
import { proxy, type Proxy } from './proxy.ts'

describe('the hold of the lock', () => {
  let p: Project
  let pooler: Proxy
  beforeEach(async () => {
    p = await project()
    pooler = await proxy(p.url, { pid: 4242 })
  })
  afterEach(async () => {
    await pooler.close()
    await p.drop()
  })

  const open = (pooled: boolean, settings = {}) =>
    openSession({ ...p.config, connection: pooled ? pooler.url : p.url }, { settings, on: p.on })
  /** Who holds the runner's lock. */
  const holders = () =>
    p.query<{ pid: number; application: string; state: string }>(
      `SELECT a.pid, a.application_name AS application, a.state FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${lockKey(p.config.migrations!).classes.runner}
         AND a.datname = current_database()`,
    )
  const inTransaction = async () =>
    (
      await p.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
      )
    ).length

  for (const pooled of [false, true])
    describe(pooled ? 'behind a pooler' : 'on a connection of its own', () => {
      it('is one, under the name of its process, and is given back', async () => {
        const session = await open(pooled)
        const hold = await acquire(session)
        const [holder, ...others] = await holders()
        expect(others).to.deep.equal([])
        expect(holder!.application).to.equal(`knexus ${hostname()}:${process.pid}`.slice(0, 63))
        // The row of plain knex is locked by a transaction: behind a pooler it is another one than the lock's.
        expect(await inTransaction()).to.equal(pooled ? 2 : 1)
        const looking = await hold.look()
        expect(await hold.look()).to.equal(looking)
        hold.assert()
        await hold.release()
        expect([await holders(), await inTransaction()]).to.deep.equal([[], 0])
        await session.close()
      })

      it('is waited for as long as is said, and the one that waits leaves nothing behind', async () => {
        const session = await open(pooled)
        const hold = await acquire(session)
        const other = await open(pooled, { waitTimeout: 0 })
        const [transactions, began] = [await inTransaction(), Date.now()]
        const refusal = (await acquire(other).catch((error: unknown) => error)) as Error & { cure: string }
        expect(Date.now() - began).to.be.below(2_000)
        expect(refusal.message).to.match(/^Waited 0 s for another runner to finish: pid \d+ \(knexus /)
        expect(refusal.cure).to.equal('Wait for it and run again, or give a longer --wait-timeout.')
        expect(p.events.map(({ event }) => event)).to.deep.equal(['waiting'])
        expect(await inTransaction()).to.equal(transactions)
        await Promise.all([other.close(), hold.release()])
        await session.close()
      })

      it('is lost with its connection, and says so', async () => {
        const session = await open(pooled)
        const hold = await acquire(session)
        await p.query(`SELECT pg_terminate_backend(${(await holders())[0]!.pid})`)
        await until(async () => {
          try {
            hold.assert()
            return false
          } catch (error) {
            return (error as { code: string }).code === 'lock-lost'
          }
        })
        await hold.release()
        await session.close()
      })
    })

  it('tells every five seconds who is waited for, and not more often', async () => {
    const session = await open(false)
    const hold = await acquire(session)
    const other = await open(false, { waitTimeout: 5_600 })
    expect(await codeOf(acquire(other))).to.equal('locked-by-runner')
    const told = p.events.map((event) => (event.event === 'waiting' ? Math.floor(event.ms / 1000) : event.event))
    expect(told).to.deep.equal([0, 5, 5])
    await Promise.all([other.close(), hold.release()])
    await session.close()
  })

  it('says what to do about a worker that outlives its runner, and about plain knex', async () => {
    const backend = new Client({ connectionString: p.url })
    await backend.connect()
    await backend.query(`SELECT pg_advisory_lock_shared(${lockKey(p.config.migrations!).worker})`)
    const session = await open(false, { waitTimeout: 0 })
    const worker = (await acquire(session).catch((error: unknown) => error)) as Error & { cure: string }
    expect(worker.message).to.match(/^Waited 0 s for a backend of a runner that died to finish its statement: pid \d+/)
    expect(worker.cure).to.contain('pg_terminate_backend(PID)')
    await session.close()
    await backend.end()
    await p.plain(async (knex) => {
      await knex.migrate.currentVersion()
      await knex.raw('UPDATE knex_migrations_lock SET is_locked = 1')
      const again = await open(false, { waitTimeout: 0 })
      const plain = (await acquire(again).catch((error: unknown) => error)) as Error & { cure: string }
      expect(plain.message).to.match(/^Waited 0 s for the lock of plain knex: pid \d+/)
      expect(plain.cure).to.contain('npx knex migrate:unlock')
      await again.close()
    })
  })

  it('marks the connections that do the work, until it is given back', async () => {
    const session = await open(false)
    const hold = await acquire(session)
    const marks = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND l.classid = ${lockKey(p.config.migrations!).classes.worker}
        AND d.datname = current_database()`
    await session.db.query('SELECT 1')
    expect(await p.query(marks)).to.have.length.above(0)
    await hold.release()
    expect(await p.query(marks)).to.have.length(0)
    await session.close()
  })

  it('has no time limit of its own', async () => {
    const session = await open(false)
    const control = (await session.open())!
    await control.query("SET application_name = 'before'")
    const hold = await acquire({ ...session, open: async () => control })
    const { rows } = await control.query(
      "SELECT current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock, current_setting('application_name') AS name",
    )
    expect(rows).to.deep.equal([
      { idle: '0', statement: '0', lock: '0', name: `knexus ${hostname()}:${process.pid}`.slice(0, 63) },
    ])
    await hold.release()
    await session.close()
  })
})
