import type { Knex } from 'knex'
import { sayPlace } from '../connection/place.ts'
import { KnexusError } from '../base/errors.ts'
import { apply, applyIn, type Work } from './apply.ts'
import { asRunner, withSession } from './as-runner.ts'
import type { Direction, Listener } from '../migrations/events.ts'
import { failure } from '../migrations/failure.ts'
import { loadFiles, type Migration, type MigrationFile, type Phase, stepOf } from '../migrations/files.ts'
import { chooseDown, chooseUp } from './choose.ts'
import { guard, recordable } from './guard.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { afterAll, beforeAll } from './hooks.ts'
import type { Hold } from './lock.ts'
import type { Session } from './session.ts'
import type { RunSettings } from '../project/run-settings.ts'
import { inPhase } from './phase.ts'
import { applyPlain } from './plain.ts'
import { refusePurged } from './purged.ts'
import { transacted } from './transacted.ts'
import { progressOf } from '../migrations/squashed.ts'

/** What every run may be told. */
export interface RunOptions {
  readonly settings?: Partial<RunSettings>
  readonly on?: Listener
  /** Show what would run, statement by statement, and send nothing. */
  readonly dryRun?: boolean
  /** All or nothing: the whole run is one transaction. */
  readonly singleTransaction?: boolean
  /** Run although the database has migrations that are not on disk. */
  readonly allowMissing?: boolean
  /** Looks at what is about to run, before anything does; it may refuse by throwing. */
  readonly judge?: (status: Status, chosen: readonly MigrationFile[]) => Promise<void>
  /** Stops the run before its next migration, with the signal's reason; what has run stays, and is recorded. */
  readonly signal?: AbortSignal
}

export interface UpOptions extends RunOptions {
  /** The last migration to run, by its file name, with or without extension. */
  readonly to?: string
  /** How many to run at most. */
  readonly steps?: number
  /** Exactly these, as far as they are pending. */
  readonly names?: readonly string[]
  /** Stops before the first file whose `config.phase` is the other one. */
  readonly phase?: Phase
}

export interface DownOptions extends RunOptions {
  /** The last migration to keep. */
  readonly to?: string
  /** How many to undo; without any option, the last batch. */
  readonly steps?: number
  readonly all?: boolean
}

/** What a run has done; the names in the order they ran. */
export interface RunResult {
  readonly direction: Direction
  readonly migrations: readonly string[]
  readonly batch: number
}

/**
 * Runs the pending migrations as one batch, each in a transaction of its own. Waits for another runner, and then looks
 * again at what is pending.
 */
export async function up(config: Knex.Config, options: UpOptions = {}): Promise<RunResult> {
  return run(config, options, 'up', (status) => recordable(status, chooseUp(status, options)), options.phase)
}

/** Undoes migrations, the newest first: the last batch, or as many as the options say. Refuses where an archive is gone. */
export async function down(config: Knex.Config, options: DownOptions = {}): Promise<RunResult> {
  return run(config, options, 'down', (status) => chooseDown(status, options, config.migrations ?? {}))
}

/** Undoes the newest migrations, one when not told otherwise, and runs the same ones again. */
export async function redo(
  config: Knex.Config,
  options: RunOptions & { readonly steps?: number } = {},
): Promise<RunResult> {
  const undone = await down(config, { steps: 1, ...options })
  return up(config, { ...options, names: undone.migrations, steps: undone.migrations.length })
}

async function run(
  config: Knex.Config,
  options: RunOptions,
  direction: Direction,
  choose: (status: Status) => MigrationFile[],
  phase?: Phase,
): Promise<RunResult> {
  const look = async (session: Session) => guard(await readStatus(session.db, session.migrations), options, direction)
  if (options.dryRun)
    return withSession(config, options, async (session) => {
      const status = await look(session)
      const chosen = await inPhase(choose(status), session, phase)
      if (direction === 'down') await refusePurged(session.db, status, chosen)
      const { rehearse } = await import('./rehearse.ts')
      return rehearse(session, direction, await loadAll(chosen, session, direction))
    })
  return asRunner(config, options, async (session, hold) => {
    if (direction === 'down' && (await takeBackFailed(session))) return { direction, migrations: [], batch: 0 }
    const before = await look(session)
    const status = direction === 'up' && (await absorbAll(session, hold, before)) ? await look(session) : before
    if (direction === 'up') await noteEdits(session, status)
    const chosen = await inPhase(choose(status), session, phase)
    if (direction === 'down') await refusePurged(session.db, status, chosen)
    await options.judge?.(status, chosen)
    return runAll(session, hold, direction, chosen, status, options)
  })
}

/** Takes back a migration that failed at its first statement. That alone is a whole way down: the batch before it is another. */
async function takeBackFailed(session: Session): Promise<boolean> {
  const status = await readStatus(session.db, session.migrations)
  if (!status.entries.some((entry) => entry.half === 'up')) return false
  const { takeBack } = await import('./failed.ts')
  return takeBack(session, status)
}

/** Names the applied files that would do something else now than they did when they ran. */
async function noteEdits(session: Session, status: Status): Promise<void> {
  if (!status.entries.some((entry) => entry.state === 'edited')) return
  const { judgeEdits } = await import('../migrations/edited.ts')
  const { entries } = await judgeEdits(session.db, session.config, status)
  for (const { name, state } of entries)
    if (state === 'edited')
      session.on({
        event: 'note',
        migration: name,
        message: 'it was edited after it ran, and what it does now is not done: write the change as a new migration',
      })
}

/** A database that ran squashed files under their old names comes over to the baseline first; true when there was one. */
async function absorbAll(session: Session, hold: Hold, status: Status): Promise<boolean> {
  const due = status.squashes.filter((squash) => progressOf(squash, status.applied) !== 'none')
  if (due.length === 0) return false
  const { absorb } = await import('./absorb.ts')
  const batch = status.applied.reduce((latest, row) => Math.max(latest, row.batch), 0) + 1
  const half = new Set(status.entries.filter((entry) => entry.half !== null).map((entry) => entry.name))
  for (const squash of due)
    await absorb({ session, hold, direction: 'up', batch, half, until: endOf(session) }, squash, status.applied)
  return true
}

async function runAll(
  session: Session,
  hold: Hold,
  direction: Direction,
  files: readonly MigrationFile[],
  status: Status,
  options: RunOptions,
): Promise<RunResult> {
  const start = performance.now()
  const last = status.applied.reduce((latest, row) => Math.max(latest, row.batch), 0)
  const batch = direction === 'up' ? last + 1 : last
  const names = files.map((file) => file.name)
  const half = new Set(status.entries.filter((entry) => entry.half !== null).map((entry) => entry.name))
  const work: Work = { session, hold, direction, batch, half, until: endOf(session), signal: options.signal }
  if (files.length > 0) {
    const migrations = await loadAll(files, session, direction)
    if (migrations.some((migration) => !migration.transaction)) await hold.publish()
    session.on({ event: 'run-start', direction, migrations: names, batch, place: sayPlace(session.place) })
    if (options.singleTransaction) await together(work, migrations)
    else {
      await beforeAll(session, session.knex, files)
      for (let done = 0; done < migrations.length;) {
        options.signal?.throwIfAborted()
        const plain = await applyPlain(work, migrations, done)
        if (plain === 0) await apply(work, migrations[done]!)
        done += plain || 1
      }
      await afterAll(session, session.knex, files)
    }
  }
  session.on({
    event: 'run-end',
    direction,
    migrations: names,
    batch,
    ms: Math.round(performance.now() - start),
    dryRun: false,
  })
  return { direction, migrations: names, batch }
}

function endOf({ settings }: Session): number {
  return settings.maxDuration > 0 ? Date.now() + settings.maxDuration : Infinity
}

/** Everything is loaded before anything runs, so that a file that does not compile stops the run while nothing is done. */
async function loadAll(files: readonly MigrationFile[], session: Session, direction: Direction): Promise<Migration[]> {
  const migrations = await loadFiles(files, session.migrations)
  for (const migration of migrations) {
    stepOf(migration, direction)
    if (migration.byDefault)
      session.on({
        event: 'note',
        migration: migration.name,
        message:
          'exports its functions as a default, and plain knex runs it in neither direction: export up and down by their names',
      })
  }
  return migrations
}

async function together(work: Work, migrations: readonly Migration[]): Promise<void> {
  const outside = migrations.find((migration) => !migration.transaction)
  if (outside)
    throw new KnexusError(
      'needs-no-transaction',
      `${outside.name} says it must not run in a transaction`,
      'Run without --single-transaction.',
    )
  await transacted(
    work.session,
    async (trx) => {
      await beforeAll(work.session, trx, migrations)
      for (const migration of migrations) await applyIn(trx, work, migration)
      await afterAll(work.session, trx, migrations)
    },
    (error) => failure(migrations.at(-1)!.name, work.direction, undefined, error),
  )
}
