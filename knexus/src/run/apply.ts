import type { Knex } from 'knex'
import type { Intercept, PoolConnection } from '../connection/client.ts'
import { unlimited } from '../connection/limits.ts'
import { running } from '../migrations/current.ts'
import type { Direction } from '../migrations/events.ts'
import { KnexusError } from '../base/errors.ts'
import { failure, withSteps } from '../migrations/failure.ts'
import { transacted } from './transacted.ts'
import { type Migration, stepOf } from '../migrations/files.ts'
import { afterEach, beforeEach } from './hooks.ts'
import { type Receipt, recordSql, recordText, type RecordValues, who } from './journal.ts'
import type { Hold } from './lock.ts'
import { halfBuiltBy } from './probe.ts'
import { patiently } from './retry.ts'
import { type Session, withConnection } from './session.ts'
import { stepwise } from './steps.ts'
import { startTape, type Tape } from '../migrations/tape.ts'
import { startWatch } from './watch.ts'

/** A run in progress: the session, its lock, the way it goes and the batch its rows get. */
export interface Work {
  readonly session: Session
  readonly hold: Hold
  readonly direction: Direction
  readonly batch: number
  /** When its backfills stop, as `Date.now()` tells it; Infinity when they need not. */
  readonly until: number
  /** The migrations that an earlier run left half done. */
  readonly half: ReadonlySet<string>
  /** Stops the run before its next migration; what is sent is cancelled by whoever holds the sessions. */
  readonly signal?: AbortSignal | undefined
}

/** Runs one migration and records it, in a transaction of its own if it wants one. A failure is told as a `KnexusError`. */
export async function apply(work: Work, migration: Migration): Promise<void> {
  const { session, hold, direction } = work
  const tell = (error: unknown) => failure(migration.name, direction, undefined, error)
  if (migration.transaction)
    await patiently(session, migration.name, () => applyAlone(work, migration, tell)).catch((error: unknown) => {
      throw tell(error)
    })
  else {
    await hold.publish()
    await applyBare(work, migration).catch((error: unknown) => {
      throw tell(error)
    })
  }
}

/** Runs one migration in the given transaction and records it there; the caller commits. */
export async function applyIn(trx: Knex.Transaction, work: Work, migration: Migration): Promise<void> {
  const run = await runIn(trx, work, migration)
  await withConnection(trx, (connection) => note(connection, work, run))
  told(work, run)
}

/** A transaction of its own. Where nothing stands between us and the server, the record travels with the COMMIT. */
async function applyAlone(work: Work, migration: Migration, tell: (error: unknown) => KnexusError): Promise<void> {
  const { session } = work
  let finished: Promise<Run> | undefined
  const run = async (trx: Knex.Transaction): Promise<Run> => {
    const run = await runIn(trx, work, migration)
    const over = trx.isCompleted()
    await withConnection(over ? session.knex : trx, async (connection) => {
      if (over || session.place.pooled || session.place.embedded || run.tape.settings)
        return note(connection, work, run)
      session.wire.last.set(
        connection,
        await recordText(connection, work.hold.tables, work.direction, clears(work, migration), values(work, run)),
      )
    })
    return run
  }
  await transacted(session, (trx) => (finished = run(trx)), tell)
  told(work, await finished!)
}

/** A migration that has run and is not recorded yet. */
export interface Run {
  readonly migration: Migration
  readonly tape: Tape
  /** `performance.now()` when it began. */
  readonly start: number
}

async function runIn(trx: Knex.Transaction, work: Work, migration: Migration): Promise<Run> {
  const { session, hold } = work
  if (session.place.pooled) await trx.raw(localSettings(session))
  const start = begun(work, migration)
  const tape = await taped(work, migration, () => called(work, migration, trx))
  hold.assert()
  return { migration, tape, start }
}

/** Tells that a migration begins, and gives the time. */
export function begun({ session, direction }: Work, { name, transaction }: Migration, resumed = false): number {
  session.on({ event: 'migration-start', migration: name, direction, transaction, resumed })
  return performance.now()
}

async function applyBare(work: Work, migration: Migration): Promise<void> {
  const { session, hold, direction } = work
  const steps = await stepwise(session, hold.tables, migration.name, direction)
  const start = begun(work, migration, steps.resumed)
  const tape = await taped(work, migration, () => called(work, migration, session.knex), steps.around)
  hold.assert()
  for (const sql of steps.leftovers())
    session.on({
      event: 'note',
      migration: migration.name,
      message: `was done by an earlier run, and is not in the file any more: ${sql}`,
    })
  const run = { migration, tape, start }
  await withConnection(session.knex, (connection) => note(connection, work, run))
  told(work, run)
}

/** Does the work of a migration with its statements on tape and a watch beside them. */
export async function taped(
  { session, hold, direction }: Work,
  migration: Migration,
  send: (tape: Tape) => Promise<void>,
  around?: Intercept,
): Promise<Tape> {
  const tape = startTape(session.wire, migration.name, session.on, around, migration.transaction)
  const watch = startWatch(session, hold, migration.name, tape)
  try {
    await send(tape)
    return tape
  } catch (error) {
    const told = failure(migration.name, direction, tape, error)
    if (migration.transaction || error instanceof KnexusError) throw told
    throw withSteps(told, tape.failed ? await leftBy(session, tape.failed.sql) : [])
  } finally {
    watch.stop()
    tape.stop()
  }
}

/** What a statement has left half-built, as far as the server still answers. */
async function leftBy(session: Session, sql: string): Promise<string[]> {
  return withConnection(session.knex, (connection) => halfBuiltBy(connection, sql)).catch(() => [])
}

/** Calls the function of a migration between its hooks. */
async function called({ session, hold, direction, until }: Work, migration: Migration, knex: Knex): Promise<void> {
  await beforeEach(session, knex, migration)
  const call = () => stepOf(migration, direction)(knex)
  const promise: unknown = migration.transaction
    ? call()
    : running.run({ migration: migration.name, tables: hold.tables, until }, call)
  if (!isThenable(promise))
    session.on({
      event: 'note',
      migration: migration.name,
      message: `${direction} did not return a promise: what it started may not be awaited`,
    })
  await promise
  await afterEach(session, knex, migration)
}

async function note(connection: PoolConnection, work: Work, run: Run): Promise<void> {
  await connection.query(recordSql(work.hold.tables, work.direction, clears(work, run.migration)), [
    ...values(work, run),
  ])
  if (run.tape.settings) await forgetSettings(work.session, connection)
}

/** Whether there may be steps of it in the journal. */
function clears({ half }: Work, migration: Migration): boolean {
  return !migration.transaction || half.has(migration.name)
}

/** What goes into its record. */
export function values({ batch }: Work, { migration, tape, start }: Run): RecordValues {
  const list = tape.statements.slice(0, 100).map(({ sql, ms }) => ({ sql: sql.slice(0, 300), ms: round(ms) }))
  const receipt: Receipt & { readonly list: readonly object[] } = {
    checksum: migration.checksum,
    work: tape.work(),
    batch,
    statements: tape.statements.length,
    ms: round(performance.now() - start),
    who: who(),
    node: process.version,
    by: 'run',
    list,
  }
  return [migration.name, batch, JSON.stringify(receipt)]
}

/** Tells that a migration has ended. */
export function told({ session, direction }: Work, { migration, tape, start }: Run): void {
  session.on({
    event: 'migration-end',
    migration: migration.name,
    direction,
    statements: tape.statements.length,
    ms: round(performance.now() - start),
  })
}

/** Behind a pooler only a transaction can be told how to behave. */
function localSettings({ settings, key }: Session): string {
  return (
    `SET LOCAL lock_timeout = ${settings.lockTimeout}; SET LOCAL statement_timeout = ${settings.statementTimeout}; ` +
    `SET LOCAL idle_in_transaction_session_timeout = ${settings.idleTimeout}; ` +
    `${unlimited(['transaction_timeout'], 'transaction')}; SELECT pg_advisory_xact_lock_shared(${key.worker})`
  )
}

/** What a migration set for itself, such as search_path, ends with it: the next file starts as a fresh session would. */
async function forgetSettings(session: Session, connection: PoolConnection): Promise<void> {
  if (session.place.embedded) await connection.query('RESET ALL')
  else session.retire(connection)
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
