import { sleep } from '../connection/stopping.ts'
import { rows } from '../connection/connection.ts'
import { KnexusError } from '../base/errors.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { PoolConnection } from '../connection/client.ts'
import { unlimited } from '../connection/limits.ts'
import type { Holder, Obstacle } from '../migrations/events.ts'
import { describe, runnerHolders, workers } from './holders.ts'
import { type KnexLock, takeKnexLock } from './knex-lock.ts'
import { applicationName, type Session } from './session.ts'
import { makeTables, type Tables } from '../migrations/tables.ts'

/** The right to migrate one database, until it is released or the process dies. */
export interface Hold {
  readonly tables: Tables
  /** A connection for looking around while the pool works, opened at the first call; undefined when the database is embedded. */
  look(): Promise<PoolConnection | undefined>
  /** Throws when the connection that holds the lock is gone: somebody else may be migrating by now. */
  assert(): void
  /** See `KnexLock.publish`. */
  publish(): Promise<void>
  release(): Promise<void>
}

/**
 * Becomes the one runner of a database, and waits for another one up to `waitTimeout`.
 * The lock is polled, never waited for inside PostgreSQL: a blocked waiter's snapshot would hold up CREATE INDEX
 * CONCURRENTLY forever. What was pending must be read again afterwards.
 */
export async function acquire(session: Session): Promise<Hold> {
  const control = await session.open()
  if (!control) return embeddedHold(session)
  const second = session.place.pooled ? await session.open() : control
  const patience = waiting(session)
  await control.query(named(session))
  for (;;) {
    if (await tryRunnerLock(control, session)) {
      const lock = await clearTheWay(control, second ?? control, session, patience)
      await session.enlist()
      return heldBy(session, control, lock)
    }
    await patience('runner', () => runnerHolders(control, session.key))
  }
}

interface Cleared {
  readonly knex: KnexLock
  readonly tables: Tables
}

/** The runner's lock is ours; what may still be in the way is a dead runner's living backend, or a plain `knex`. */
async function clearTheWay(
  control: PoolConnection,
  second: PoolConnection,
  session: Session,
  patience: Patience,
): Promise<Cleared> {
  const { key } = session
  const free =
    `SELECT CASE WHEN pg_try_advisory_lock(${key.worker}) THEN pg_advisory_unlock(${key.worker}) ELSE false END ` +
    'AS free'
  while (!session.place.pooled && !(await rows<{ free: boolean }>(control, free))[0]!.free)
    await patience('worker', () => workers(control, key))
  const tables = await makeTables(session.db, session.migrations)
  for (;;) {
    const attempt = await takeKnexLock(second, tables, session)
    if ('lock' in attempt) return { knex: attempt.lock, tables }
    if ('repaired' in attempt) session.on({ event: 'repaired', what: attempt.repaired })
    else await patience('knex', async () => attempt.holders)
  }
}

/** A transaction keeps the lock where a pooler gives every transaction another backend; else the session keeps it. */
async function tryRunnerLock(control: PoolConnection, session: Session): Promise<boolean> {
  if (!session.place.pooled)
    return (await rows<{ won: boolean }>(control, `SELECT pg_try_advisory_lock(${session.key.runner}) AS won`))[0]!.won
  await control.query(
    `BEGIN; ${unlimited(undefined, 'transaction')}; SET LOCAL application_name = ` +
      quoteLiteral(applicationName(session.settings)),
  )
  const [row] = await rows<{ won: boolean }>(control, `SELECT pg_try_advisory_xact_lock(${session.key.runner}) AS won`)
  if (!row!.won) await control.query('ROLLBACK')
  return row!.won
}

/** Milliseconds between two signs of life on the lock's connection, so that no network takes it for dead. */
const PULSE = 30_000

function heldBy(session: Session, control: PoolConnection, { knex, tables }: Cleared): Hold {
  let lost = false
  const lose = () => {
    lost = true
  }
  control.once('end', lose)
  control.once('error', lose)
  const pulse = setInterval(() => {
    control.query('SELECT 1').catch(lose)
  }, PULSE)
  pulse.unref()
  return {
    tables,
    look: lookout(session),
    assert() {
      if (lost) {
        throw new KnexusError(
          'lock-lost',
          'The connection that held the lock of this run was cut, so another runner may be at work',
          'Only what was reported as done is recorded; run `knexus up` again.',
        )
      }
    },
    publish: () => knex.publish(),
    async release() {
      clearInterval(pulse)
      if (lost) return
      await session.discharge().catch(() => {})
      await knex.release()
      await control.query(session.place.pooled ? 'ROLLBACK' : `SELECT pg_advisory_unlock(${session.key.runner})`)
    },
  }
}

/**
 * An embedded database has one session, in this process: there is nobody to keep out, but a crashed `knex` may have
 * left its row.
 */
async function embeddedHold(session: Session): Promise<Hold> {
  const tables = await makeTables(session.db, session.migrations)
  const attempt = await takeKnexLock(session.db, tables, session)
  if ('lock' in attempt) await attempt.lock.release()
  if ('repaired' in attempt) session.on({ event: 'repaired', what: attempt.repaired })
  return { tables, look: lookout(session), assert() {}, async publish() {}, async release() {} }
}

/** The lock's own connection is in a transaction, which sees one state of pg_stat_activity only; so looking takes another one. */
function lookout(session: Session): Hold['look'] {
  let opened: Promise<PoolConnection | undefined> | undefined
  return () => {
    opened ??= session.open()
    return opened
  }
}

type Patience = (obstacle: Obstacle, holders: () => Promise<readonly Holder[]>) => Promise<void>

/** Pauses between two looks, tells every few seconds who is waited for, and gives up after `waitTimeout`. */
function waiting(session: Session): Patience {
  const start = Date.now()
  let told = Number.NEGATIVE_INFINITY
  return async (obstacle, look) => {
    const ms = Date.now() - start
    const over = ms >= session.settings.waitTimeout
    if (over || ms - told >= 5_000) {
      told = ms
      const holders = await look()
      session.on({ event: 'waiting', obstacle, holders, ms })
      if (over) throw busy(obstacle, holders, ms)
    }
    await sleep(60 + Math.random() * 120)
  }
}

function busy(obstacle: Obstacle, holders: readonly Holder[], ms: number): KnexusError {
  const time = `${Math.round(ms / 1000)} s`
  const who = holders.length > 0 ? `: ${holders.slice(0, 5).map(describe).join('; ')}` : ''
  if (obstacle === 'runner') {
    return new KnexusError(
      'locked-by-runner',
      `Waited ${time} for another runner to finish${who}`,
      'Wait for it and run again, or give a longer --wait-timeout.',
    )
  }
  if (obstacle === 'worker') {
    return new KnexusError(
      'locked-by-worker',
      `Waited ${time} for a backend of a runner that died to finish its statement${who}`,
      'Wait until it ends, or end it with `SELECT pg_terminate_backend(PID)`; then run again.',
    )
  }
  return new KnexusError(
    'locked-by-knex',
    `Waited ${time} for the lock of plain knex${who}`,
    'If no `knex` runs on this database, free the lock with `npx knex migrate:unlock`; then run again.',
  )
}

function named(session: Session): string {
  return session.place.pooled ? 'SELECT 1' : `SET application_name = ${quoteLiteral(applicationName(session.settings))}`
}
