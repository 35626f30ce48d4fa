import type { Knex } from 'knex'
import { messageOf, sqlState } from '../base/errors.ts'
import { majorVersion } from '../connection/connection.ts'
import { wiredKnex, type Wire } from '../connection/client.ts'
import { connect } from '../connection/connect.ts'
import type { Scope } from '../introspect/index.ts'
import type { Direction } from '../migrations/events.ts'
import { stepOf, type Migration } from '../migrations/files.ts'
import type { Schema } from '../schema.ts'
import type { ShadowDatabase } from '../shadow/index.ts'
import { Recorder, type Query } from './recorder.ts'
import type { TracedStatement } from './statement.ts'
import { poolOf } from './time-limit.ts'

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
  const first = await connect(db.settings)
  const second = await connect(db.settings).catch(async (error: unknown) => {
    await first.close()
    throw error
  })
  const observers = [first, second] as const
  const ask: Query = (sql) => first.query(sql)
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
    const after = await recorder.read(ask, failed !== undefined)
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
