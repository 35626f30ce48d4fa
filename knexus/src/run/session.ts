import { hostname } from 'node:os'
import { promisify } from 'node:util'
import type { Knex } from 'knex'
import { sleep } from '../connection/stopping.ts'
import type { Connection } from '../connection/connection.ts'
import { driver } from '../connection/driver.ts'
import { unlimited } from '../connection/limits.ts'
import { sqlState } from '../base/errors.ts'
import { quoteLiteral } from '../base/sql.ts'
import { clientOf, type PoolConnection, wiredKnex, type Wire } from '../connection/client.ts'
import type { Listener } from '../migrations/events.ts'
import { type LockKey, lockKey } from './key.ts'
import { type Place, placeOf } from '../connection/place.ts'
import { unreachable } from '../connection/refused.ts'
import { checked, isSaid, sameDatabase } from './reach.ts'
import { type RunSettings, settingsOf } from '../project/run-settings.ts'

/** Everything a run holds open: a Knex instance of its own, and what stands between it and PostgreSQL. */
export interface Session {
  readonly knex: Knex
  readonly config: Knex.Config
  readonly migrations: Knex.MigratorConfig
  readonly settings: RunSettings
  readonly place: Place
  readonly key: LockKey
  readonly wire: Wire
  readonly on: Listener
  /** The driver gives each statement a time, counted from when it is sent. */
  readonly timed: boolean
  /** The pool as a connection: each query takes whichever is free. */
  readonly db: Connection
  /** Marks the pool's connections as a runner's, now and as they come: a backend that outlives its runner is then known. */
  enlist(): Promise<void>
  /** Takes the marks away. */
  discharge(): Promise<void>
  /** Takes a connection out of service once it is free, because something was set on it; a fresh one comes in its place. */
  retire(connection: PoolConnection): void
  /** A connection outside the pool, without time limits, closed with the session; undefined when embedded, where there is one. */
  open(): Promise<PoolConnection | undefined>
  close(): Promise<void>
}

export interface SessionOptions {
  readonly settings?: Partial<RunSettings>
  readonly on?: Listener
}

/** Connects to the environment's database and looks at where it came out. The caller closes the session. */
export async function openSession(config: Knex.Config, options: SessionOptions = {}): Promise<Session> {
  const settings = settingsOf(options.settings)
  const on = options.on ?? (() => {})
  const migrations = config.migrations ?? {}
  const key = lockKey(migrations)
  const wire: Wire = { last: new WeakMap() }
  const extra = new Set<PoolConnection>()
  const pool = new Set<PoolConnection>()
  const retired = new WeakSet<PoolConnection>()
  let direct = false
  let timed = false
  let enlisted = false
  const prepare = async (connection: PoolConnection): Promise<void> => {
    if (!direct) return
    pool.add(connection)
    connection.once('end', () => pool.delete(connection))
    await connection.query(preparation(settings))
    await connection.query(NOTICE_DEATH).catch(() => {})
    if (enlisted) await connection.query(`SELECT pg_advisory_lock_shared(${key.worker})`)
  }
  const all = async (sql: string) => {
    await Promise.all([...pool].map((connection) => connection.query(sql)))
  }
  const connection = checked(config)
  await driver()
  const knex = wiredKnex({ ...config, connection, pool: poolOf(config, prepare, retired) } as Knex.Config, wire)
  const client = clientOf(knex)
  try {
    const first = await firstConnection(knex, settings, on)
    let place: Place
    try {
      place = await placeOf(first, first.processID)
      await sameDatabase(config, place)
      timed = Number(Reflect.get(first, 'connectionParameters')?.query_timeout) > 0
      direct = !place.embedded && !place.pooled
      await prepare(first)
    } finally {
      await client.releaseConnection(first)
    }
    return {
      knex,
      config,
      migrations,
      settings,
      place,
      key,
      wire,
      on,
      timed,
      db: {
        query: async (sql, values) =>
          withConnection(knex, (connection) => connection.query(sql, values ? [...values] : undefined)),
      },
      async enlist() {
        enlisted = true
        await all(`SELECT pg_advisory_lock_shared(${key.worker})`)
      },
      async discharge() {
        enlisted = false
        await all(`SELECT pg_advisory_unlock_shared(${key.worker})`)
      },
      retire: (connection) => {
        retired.add(connection)
      },
      async open() {
        if (place.embedded) return undefined
        const connection = await client.acquireRawConnection()
        extra.add(connection)
        if (direct) await connection.query(unlimited())
        return connection
      },
      async close() {
        await Promise.all([...extra].map((connection) => client.destroyRawConnection(connection).catch(() => {})))
        await knex.destroy()
      },
    }
  } catch (error) {
    await knex.destroy().catch(() => {})
    throw isSaid(error) ? error : unreachable(error)
  }
}

/** Runs `work` on one connection of the pool. */
export async function withConnection<T>(knex: Knex, work: (connection: PoolConnection) => Promise<T>): Promise<T> {
  const client = clientOf(knex)
  const connection = await client.acquireConnection()
  try {
    return await work(connection)
  } finally {
    await client.releaseConnection(connection)
  }
}

/** What a fresh connection is told: who it is, and how long it may wait. */
function preparation(settings: RunSettings): string {
  return [
    `SET application_name = ${quoteLiteral(applicationName(settings))}`,
    `SET lock_timeout = ${settings.lockTimeout}`,
    `SET statement_timeout = ${settings.statementTimeout}`,
    `SET idle_in_transaction_session_timeout = ${settings.idleTimeout}`,
    unlimited(['idle_session_timeout', 'transaction_timeout']),
  ].join('; ')
}

/**
 * A backend looks every few seconds whether its runner still lives, also during a long statement, where the system
 * can tell; elsewhere the server refuses it.
 */
const NOTICE_DEATH = "SET client_connection_check_interval = '3s'"

/** `knexus HOST:PID`, in the 63 bytes PostgreSQL keeps. */
export function applicationName(settings: RunSettings): string {
  return `${settings.application} ${hostname()}:${process.pid}`.slice(0, 63)
}

function poolOf(
  config: Knex.Config,
  prepare: (connection: PoolConnection) => Promise<void>,
  retired: WeakSet<PoolConnection>,
): Knex.PoolConfig {
  const theirs = config.pool?.afterCreate as
    | ((connection: PoolConnection, done: (error?: unknown) => void) => void)
    | undefined
  const afterCreate = (connection: PoolConnection, done: (error?: unknown) => void) => {
    promisify(theirs ?? nothing)(connection)
      .then(() => prepare(connection))
      .then(() => done(), done)
  }
  const usable = config.pool?.validate as ((connection: PoolConnection) => unknown) | undefined
  return {
    ...config.pool,
    min: 0,
    afterCreate,
    validate: (connection: PoolConnection) => !retired.has(connection) && (usable?.(connection) ?? true),
  } as Knex.PoolConfig
}

function nothing(_: PoolConnection, done: () => void): void {
  done()
}

/** Connects, and tries again for `databaseTimeout` while the server is not there yet; any other failure is final. */
async function firstConnection(knex: Knex, settings: RunSettings, on: Listener): Promise<PoolConnection> {
  const start = Date.now()
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await clientOf(knex).acquireConnection()
    } catch (error) {
      const ms = Date.now() - start
      if (ms >= settings.databaseTimeout || !COMING.has(sqlState(error) ?? '')) throw error
      if (attempt % 10 === 0) on({ event: 'waiting', obstacle: 'database', holders: [], ms })
      await sleep(500)
    }
  }
}

/** Not listening yet, name not known yet, connection reset, starting up, shutting down. */
const COMING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
  '57P03',
  '57P01',
])
