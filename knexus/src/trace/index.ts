import type { Knex } from 'knex'
import { messageOf, sqlState } from '../base/errors.ts'
import { wordsOf } from '../base/address.ts'
import type { Address } from '../base/kind.ts'
import { mask } from '../base/redact.ts'
import { isControl, runsOutside } from '../base/statements.ts'
import { majorVersion, type Connection } from '../connection/connection.ts'
import { wiredKnex, type Intercept, type Wire } from '../connection/client.ts'
import { connect } from '../connection/connect.ts'
import type { Change } from '../change.ts'
import { diff } from '../diff.ts'
import { interpret, type Reading, type Scope } from '../introspect/index.ts'
import type { Direction } from '../migrations/events.ts'
import { stepOf, type Migration } from '../migrations/files.ts'
import type { Schema } from '../schema.ts'
import type { ShadowDatabase } from '../shadow/index.ts'
import { tablesOf, type Tables } from './receipt.ts'
import { askInside, measure, strongest, tellReads, type LockMode, type Measured } from './measure.ts'
import { watchLocks } from './observer.ts'
import { poolOf } from './time-limit.ts'

/** What a relation had to suffer from a statement: the strongest lock that the statement took on it. */
export interface Lock {
  readonly relation: Address
  readonly mode: LockMode
}

/** One statement of a migration, with what it did, as PostgreSQL tells it. */
export interface TracedStatement {
  /** As it was sent, without secrets. */
  readonly sql: string
  readonly inTransaction: boolean
  /**
   * The strongest new lock on each relation that was there before the file; one that an earlier statement of the
   * transaction took is not told again.
   */
  readonly locks: readonly Lock[]
  /** Relations whose rows or entries were written to a new file. */
  readonly rewrites: readonly Address[]
  /** Tables that were read from beginning to end, and how many rows that were. */
  readonly scans: readonly { readonly relation: Address; readonly rows: number }[]
  /** What it created, changed and dropped; none where that was not asked for. */
  readonly changes: readonly Change[]
  /**
   * Objects that have another address now: the same row of the catalog, with another name; relations alone where
   * changes were not asked for.
   */
  readonly renames: readonly { readonly from: Address; readonly to: Address }[]
  readonly ms: number
  /** Bytes of write-ahead log. */
  readonly wal: number
}

/** What one direction of a migration did to a database. */
export interface Trace {
  readonly name: string
  readonly version: number
  readonly transaction: boolean
  readonly before: Schema
  readonly after: Schema
  /** What stands when those have run that are looked at together with it, this one first; absent where it is looked at alone. */
  readonly end?: Schema
  readonly statements: readonly TracedStatement[]
  /** What PostgreSQL, or the file itself, refused. */
  readonly failed?: {
    readonly message: string
    readonly sqlState: string | undefined
    readonly sql: string | undefined
  }
}

/** What a trace leaves out. */
export interface TraceOptions {
  /** False spares a reading of all catalogs after each statement; `before` and `after` of the whole are read all the same. */
  readonly changes?: boolean
}

/**
 * Runs one direction of a migration on a scratch database, through Knex, and measures every statement on the way: the
 * locks it holds, what it rewrites and reads, what it changes. Nobody else may use the database. A failure ends the
 * trace and is part of it; so does a statement that takes longer than the session of the database allows.
 */
export async function trace(
  migration: Migration,
  direction: Direction,
  db: ShadowDatabase,
  config: Knex.Config,
  scope: Scope,
  { changes = true }: TraceOptions = {},
): Promise<Trace> {
  const wire: Wire = { last: new WeakMap() }
  const knex = wiredKnex(
    { ...config, connection: db.settings as Knex.StaticConnectionConfig, pool: await poolOf(db) },
    wire,
  )
  const recorder = new Recorder(scope, await majorVersion(db), changes)
  const observers = [await connect(db.settings), await connect(db.settings)] as const
  const ask: Query = (sql) => observers[0].query(sql)
  try {
    const before = await recorder.read(ask)
    wire.intercept = recorder.intercept(observers)
    const step = stepOf(migration, direction)
    let failed: Trace['failed']
    try {
      await (migration.transaction
        ? knex.transaction((transaction) => Promise.resolve(step(transaction)), { isolationLevel: 'repeatable read' })
        : step(knex))
    } catch (error) {
      failed = { message: recorder.message ?? messageOf(error), sqlState: sqlState(error), sql: recorder.running }
    }
    wire.intercept = undefined
    const after = await recorder.read(ask)
    return {
      name: migration.name,
      version: recorder.version,
      transaction: migration.transaction,
      before: before.schema,
      after: after.schema,
      statements: recorder.statements,
      ...(failed && { failed }),
    }
  } finally {
    for (const observer of observers) await observer.close()
    await knex.destroy()
  }
}

type Query = (sql: string) => Promise<unknown>

class Recorder {
  readonly statements: TracedStatement[] = []
  readonly version: number
  /** The statement that is under way, or failed, without secrets. */
  running: string | undefined
  /** PostgreSQL's own words for the failure, before Knex puts the statement into them. */
  message: string | undefined
  readonly #scope: Scope
  readonly #reads: boolean
  #start: Reading | undefined
  #last: Reading | undefined
  #paths: Tables = new Map()

  constructor(scope: Scope, version: number, reads: boolean) {
    this.#reads = reads
    this.#scope = { ...scope, dependencies: false }
    this.version = version
  }

  async read(query: Query): Promise<Reading> {
    const reading = interpret(await askInside(query, this.version, this.#scope, false), this.#scope)
    this.#start ??= reading
    this.#last ??= reading
    if (!this.#reads) this.#paths = await tablesOf(query)
    return reading
  }

  intercept(observers: readonly [Connection, Connection]): Intercept {
    return async (sent, connection, send, transacting) => {
      if (isControl(sent.sql)) return send()
      const query: Query = (sql) => connection.query(sql)
      this.running = mask(sent.sql).text
      const outside = !transacting && runsOutside(sent.sql)
      // Alone in a transaction of its own it does the same, and its locks stay until they were looked at.
      const alone = !transacting && !outside
      if (alone) await query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      const look = async () => {
        if (outside) await tellReads(query, this.version)
        return measure(query, !outside)
      }
      const before = await look()
      const watch = outside ? await watchLocks(observers, connection.processID ?? null) : undefined
      const began = performance.now()
      try {
        const answer = await send()
        const [ms, seen, after] = [performance.now() - began, await watch?.(), await look()]
        await this.#note({ ms, before, after: seen ? { ...after, locks: seen } : after, transacting, outside }, query)
        if (alone) await query('COMMIT')
        this.running = undefined
        return answer
      } catch (error) {
        this.message = messageOf(error)
        await watch?.()
        if (alone) await query('ROLLBACK')
        throw error
      }
    }
  }

  async #note({ ms, before, after, transacting, outside }: Noted, query: Query): Promise<void> {
    const named = <T>(entries: Iterable<readonly [number, T]>) =>
      [...entries].flatMap(([oid, value]) => {
        const relation = this.#start!.handles.get(`pg_class:${oid}:0`)
        return relation === undefined ? [] : [{ relation, value }]
      })
    const held = new Set(before.locks.map(([oid, mode]) => `${oid} ${mode}`))
    const [locks, files, read] = [
      strongest(after.locks.filter(([oid, mode]) => !held.has(`${oid} ${mode}`))),
      [...after.files].filter(([oid, file]) => before.files.has(oid) && before.files.get(oid) !== file),
      [...after.read].map(([oid, rows]) => [oid, rows - (before.read.get(oid) ?? 0)] as const),
    ]
    this.statements.push({
      sql: this.running!,
      inTransaction: transacting,
      ms,
      wal: after.wal - before.wal,
      locks: named(locks).map(({ relation, value }) => ({ relation, mode: value })),
      rewrites: named(files).map(({ relation }) => relation),
      scans: named(read).flatMap(({ relation, value }) => (value > 0 ? [{ relation, rows: value }] : [])),
      ...(this.#reads ? await this.#changed(query, outside) : { changes: [], renames: await this.#renamed(query) }),
    })
  }

  async #changed(query: Query, outside: boolean): Promise<Pick<TracedStatement, 'changes' | 'renames'>> {
    const last = this.#last!
    const reading = interpret(await askInside(query, this.version, this.#scope, !outside), this.#scope)
    this.#last = reading
    return {
      changes: diff(last.schema, reading.schema),
      renames: [...last.handles].flatMap(([handle, from]) => {
        const to = reading.handles.get(handle)
        return to === undefined || to === from ? [] : [{ from, to }]
      }),
    }
  }

  /** The tables that have another name since the last statement, without a reading of the catalogs. */
  async #renamed(query: Query): Promise<TracedStatement['renames']> {
    const [before, now] = [this.#paths, await tablesOf(query)]
    this.#paths = now
    return [...before].flatMap(([oid, path]) => {
      const [to, start] = [now.get(oid), this.#start!.handles.get(`pg_class:${oid}:0`)]
      if (to === undefined || to === path || start === undefined) return []
      return [{ from: `${wordsOf(start)} ${path}`, to: `${wordsOf(start)} ${to}` }]
    })
  }
}

interface Noted {
  readonly ms: number
  readonly before: Measured
  readonly after: Measured
  readonly transacting: boolean
  readonly outside: boolean
}
