import type { Conflict } from '../conflicts.ts'
import type { EnvironmentHistory, HistoryEvent } from '../history/places.ts'
import type { Direction } from '../migrations/events.ts'
import type { Phase } from '../migrations/files.ts'
import type { Entry, Relation } from '../migrations/status.ts'
import type { RunSettings } from '../project/run-settings.ts'
import type { Archived } from '../run/archives.ts'
import type { JournalRow } from '../run/journal.ts'
import type { RunResult } from '../run/runner.ts'
import type { StatementReceipt } from '../trace/statement-receipt.ts'
import type { ApiOptions } from './types.ts'

/** The options of every function that works on a database as its only runner. */
export interface RunnerOptions extends ApiOptions {
  /** Required in an environment that is marked production: without it, `not-confirmed` is thrown there. */
  readonly production?: boolean
  /** Settings that take precedence over the knexfile's. Times are in milliseconds. */
  readonly settings?: Partial<RunSettings>
}

export interface RunOptions extends RunnerOptions {
  /** Reports the statements as events, and sends none. */
  readonly dryRun?: boolean
  /** All or nothing: the whole run is one transaction. */
  readonly singleTransaction?: boolean
  /** Runs although the database has migrations that are not in the folder. */
  readonly allowMissing?: boolean
  /** How many to run or to undo. */
  readonly steps?: number
}

/** The default of `steps` is 1. */
export type RedoOptions = Omit<RunOptions, 'dryRun'>

export interface UpOptions extends RunOptions {
  /** The last migration to run. */
  readonly to?: string
  /** Runs a file that is older than an applied one without proof that the order does not matter. */
  readonly anyOrder?: boolean
  /** Stops before the first file whose `config.phase` is the other one. */
  readonly phase?: Phase
  /** Creates the database first, if the server does not have it yet. */
  readonly createDatabase?: boolean
}

/** What ran, or would run. */
export interface UpResult extends RunResult {
  /** With `dryRun`, rows of the database that the migrations would fail on. */
  readonly conflicts: readonly Conflict[]
}

export interface DownOptions extends RunOptions {
  /** The last migration to keep. */
  readonly to?: string
  /** Undoes all migrations. */
  readonly all?: boolean
}

/** Every migration and its state. */
export interface StatusResult {
  readonly environment: string
  readonly database: string
  readonly relation: Relation
  readonly migrations: readonly Entry[]
}

export interface AdoptOptions extends RunnerOptions {
  /** Where the models are, or are written. The default is the models folder of the knexfile. */
  readonly models?: string
}

/** What was done to take over a live database. Paths are relative to the working directory. */
export interface Adopted {
  /** The models that were pulled. None if there were models already, which build the database. */
  readonly models: readonly string[]
  /** The example model of `init`, which was removed. */
  readonly example?: string
  /** The number of existing migrations. If there are any, they build the database, and no baseline is needed. */
  readonly migrations: number
  readonly baseline: readonly string[]
  /** What was proved about the baseline, in sentences. */
  readonly notes: readonly string[]
  /** Files of the baseline that the project's `migrationSource` does not list yet; then it is not recorded. */
  readonly unlisted: readonly string[]
  /** The migrations that were recorded as run. */
  readonly recorded: readonly string[]
  /** What the database holds and no kind covers, so that neither models nor baseline have it: `CONVERSION public.latin`. */
  readonly unmanaged: readonly string[]
}

export interface StampOptions extends RunnerOptions {
  /** The last migration that counts as applied; `head` for all of them, `base` for none. */
  readonly name: string
}

/** What `stamp` changed in the history. */
export type { Stamped } from '../run/stamp.ts'

export interface SeedOptions extends RunnerOptions {
  /** The file name of the only seed to run. */
  readonly only?: string
  /** Skips those that have run before with `once`. */
  readonly once?: boolean
}

export interface SeedResult {
  /** The file names of the seeds that ran, in order. */
  readonly seeded: readonly string[]
}

export type { EnvironmentHistory, HistoryEvent } from '../history/places.ts'

export interface HistoryOptions extends ApiOptions {
  /** Names of further environments of the knexfile. They are only read. */
  readonly with?: readonly string[]
}

export interface HistoryResult {
  /** The events of the environment itself, the oldest first. */
  readonly events: readonly HistoryEvent[]
  /** The environment itself, and those of `with`. */
  readonly environments: readonly EnvironmentHistory[]
  /** The same as a self-contained page, and as a Mermaid `timeline`. */
  readonly html: string
  readonly mermaid: string
}

export interface ShowOptions extends ApiOptions {
  /** The file name, with or without its extension, its time stamp, or the name alone: `add_studies`. */
  readonly name: string
  /** Also runs it on a shadow with made-up rows, and returns what each statement locks, rewrites and reads. */
  readonly trace?: boolean
}

/** One migration: its state, its statements, and its receipts in the journal. */
export interface Shown extends Entry {
  /** Whether it runs in a transaction; null if there is no file. */
  readonly transaction: boolean | null
  readonly checksum: string | null
  /** What `up` sends, without secrets; null if there is no file, or if it depends on the result of a query. */
  readonly statements: readonly string[] | null
  readonly receipts: readonly JournalRow[]
  /** With `trace`. */
  readonly traced?: readonly StatementReceipt[]
}

export interface ScriptOptions extends ApiOptions {
  /**
   * The last migration that has run in the target database, or `current` to query the environment's database. By default
   * the script starts from an empty database; going down, from the newest migration.
   */
  readonly from?: string
  /** The last to run; going down, the last to keep. */
  readonly to?: string
  /** The default is `up`. */
  readonly direction?: Direction
  /**
   * Whether the script first checks that the tables it changes are as expected. Writing such a script needs a shadow. The
   * default is true.
   */
  readonly fingerprint?: boolean
}

export interface ScriptResult {
  /** Text for `psql -v ON_ERROR_STOP=1 -f`. */
  readonly script: string
}

export interface SquashOptions extends ApiOptions {
  /** The last migration that the baseline includes. The default is the newest. */
  readonly to?: string
  /** Leaves out the rows that the old migrations wrote. */
  readonly withoutRows?: boolean
  /** Leaves out what the old migrations created and no kind of object covers. */
  readonly withoutUnmanaged?: boolean
  /** Whether the baseline is written and the old files are moved. The default is true. */
  readonly write?: boolean
}

/** Paths are relative to the working directory. */
export interface SquashResult {
  readonly written: boolean
  readonly files: readonly { readonly path: string; readonly source: string }[]
  /** The file names of the baseline, and of the migrations that it replaces. */
  readonly baseline: readonly string[]
  readonly replaces: readonly string[]
  /** What was proved about it, in sentences. */
  readonly proved: readonly string[]
}

export interface PurgeOptions extends RunnerOptions {
  /** Only what was archived at least this many milliseconds ago. The default is everything. */
  readonly olderThan?: number
  /** Lists it, and removes nothing. */
  readonly dryRun?: boolean
}

export interface PurgeResult {
  /** Whether something was removed. */
  readonly removed: boolean
  readonly archived: readonly Archived[]
}
