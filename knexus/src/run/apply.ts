import type { Knex } from 'knex'
import type { Intercept, PoolConnection } from './client.ts'
import { running } from './current.ts'
import type { Direction } from './events.ts'
import { failure } from './failure.ts'
import { type Migration, stepOf } from './files.ts'
import { afterEach, beforeEach } from './hooks.ts'
import { type Receipt, recordSql, who } from './journal.ts'
import type { Hold } from './lock.ts'
import { patiently } from './retry.ts'
import { type Session, withConnection } from './session.ts'
import { stepwise } from './steps.ts'
import { startTape, type Tape } from './tape.ts'
import { startWatch } from './watch.ts'

/** A run in progress: the session, its lock, the way it goes and the batch its rows get. */
export interface Work {
  readonly session: Session
  readonly hold: Hold
  readonly direction: Direction
  readonly batch: number
  /** The migrations that an earlier run left half done. */
  readonly half: ReadonlySet<string>
}

/** Runs one migration and records it, in a transaction of its own if it wants one. A failure is told as a `KnexusError`. */
export async function apply(work: Work, migration: Migration): Promise<void> {
  const { session, hold } = work
  if (!migration.transaction) await hold.publish()
  await (migration.transaction
    ? patiently(session, migration.name, () => session.knex.transaction((trx) => applyIn(trx, work, migration)))
    : applyBare(work, migration)
  ).catch((error: unknown) => { throw failure(migration.name, work.direction, migration.transaction, undefined, error) })
}

/** Runs one migration in the given transaction and records it there; the caller commits. */
export async function applyIn(trx: Knex.Transaction, work: Work, migration: Migration): Promise<void> {
  const { session, hold, direction } = work
  if (session.place.pooled) await trx.raw(localSettings(session))
  const start = performance.now()
  session.on({ event: 'migration-start', migration: migration.name, direction, transaction: true, resumed: false })
  const tape = await taped(work, migration, trx)
  hold.assert()
  await withConnection(trx, (connection) => note(connection, work, migration, tape, start))
  told(work, migration, tape, start)
}

async function applyBare(work: Work, migration: Migration): Promise<void> {
  const { session, hold, direction } = work
  const start = performance.now()
  const steps = await stepwise(session, hold.tables, migration.name, direction)
  session.on({ event: 'migration-start', migration: migration.name, direction, transaction: false, resumed: steps.resumed })
  const tape = await taped(work, migration, session.knex, steps.around)
  hold.assert()
  for (const sql of steps.leftovers()) session.on({ event: 'note', migration: migration.name, message: `was done by an earlier run, and is not in the file any more: ${sql}` })
  await withConnection(session.knex, (connection) => note(connection, work, migration, tape, start))
  told(work, migration, tape, start)
}

/** Calls the migration with its statements on tape and a watch beside them. */
async function taped(work: Work, migration: Migration, knex: Knex, around?: Intercept): Promise<Tape> {
  const { session, hold, direction } = work
  const tape = startTape(session.wire, migration.name, session.on, around)
  const watch = startWatch(session, hold, migration.name, tape)
  try {
    await beforeEach(session, knex, migration)
    const promise: unknown = running.run({ migration: migration.name, tables: hold.tables }, () => stepOf(migration, direction)(knex))
    if (!isThenable(promise)) session.on({ event: 'note', migration: migration.name, message: `${direction} did not return a promise: what it started may not be awaited` })
    await promise
    await afterEach(session, knex, migration)
    return tape
  } catch (error) {
    throw failure(migration.name, direction, migration.transaction, tape, error)
  } finally {
    watch.stop()
    tape.stop()
  }
}

/** Records the migration. The statement is the same for every file, so PostgreSQL keeps its plan, unless a pooler stands between. */
async function note(connection: PoolConnection, { session, hold, direction, batch, half }: Work, migration: Migration, tape: Tape, start: number): Promise<void> {
  const steps = !migration.transaction || half.has(migration.name)
  const values = [migration.name, batch, JSON.stringify(receipt(batch, migration, tape, start))]
  const text = recordSql(hold.tables, direction, steps)
  await connection.query(session.place.pooled ? { text, values } : { name: `knexus ${direction} ${steps}`, text, values })
  if (tape.settings) await forgetSettings(session, connection)
}

function receipt(batch: number, migration: Migration, tape: Tape, start: number): Receipt & { readonly list: readonly object[] } {
  const list = tape.statements.slice(0, 100).map(({ sql, ms }) => ({ sql: sql.slice(0, 300), ms: round(ms) }))
  return {
    checksum: migration.checksum, work: tape.work(), batch, statements: tape.statements.length, ms: round(performance.now() - start),
    who: who(), node: process.version, by: 'run', list,
  }
}

function told(work: Work, migration: Migration, tape: Tape, start: number): void {
  work.session.on({ event: 'migration-end', migration: migration.name, direction: work.direction, statements: tape.statements.length, ms: round(performance.now() - start) })
}

/** Behind a pooler only a transaction can be told how to behave. */
function localSettings({ settings, key }: Session): string {
  return `SET LOCAL lock_timeout = ${settings.lockTimeout}; SET LOCAL statement_timeout = ${settings.statementTimeout}; `
    + `SET LOCAL idle_in_transaction_session_timeout = ${settings.idleTimeout}; SELECT pg_advisory_xact_lock_shared(${key.worker})`
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
