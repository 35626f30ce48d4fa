import type { Conflict } from '../conflicts.ts'
import type { EnvironmentHistory, HistoryEvent } from '../history/places.ts'
import type { Direction } from '../migrations/events.ts'
import type { Phase } from '../migrations/files.ts'
import type { Entry, Relation } from '../migrations/status.ts'
import type { RunSettings } from '../project/run-settings.ts'
import type { Archived } from '../run/archives.ts'
import type { JournalRow } from '../run/journal.ts'
import type { RunResult } from '../run/runner.ts'
import type { StatementReceipt } from './receipt.ts'
import type { ApiOptions } from './types.ts'

/** What every call takes that works on a database as its one runner. */
export interface RunnerOptions extends ApiOptions {
  /** Works in an environment that is marked production; throws `not-confirmed` there when absent. */
  readonly production?: boolean
  /** Over those of the knexfile; times in milliseconds. */
  readonly settings?: Partial<RunSettings>
}

export interface RunOptions extends RunnerOptions {
  /** Tells the statements, and sends none. */
  readonly dryRun?: boolean
  /** All or nothing: the whole run is one transaction. */
  readonly singleTransaction?: boolean
  /** Runs although the database has migrations that are not in the folder. */
  readonly allowMissing?: boolean
  /** How many to run or to undo. */
  readonly steps?: number
}

/** `redo` undoes and runs one when `steps` is absent. */
export type RedoOptions = Omit<RunOptions, 'dryRun'>

export interface UpOptions extends RunOptions {
  /** The last migration to run. */
  readonly to?: string
  /** Runs a file that is older than an applied one without proof that the order does not matter. */
  readonly anyOrder?: boolean
  /** Stops before the first file whose `config.phase` is the other one. */
  readonly phase?: Phase
  /** Creates the database first where the server does not have it yet. */
  readonly createDatabase?: boolean
}

/** What ran, or would. */
export interface UpResult extends RunResult {
  /** With `dryRun`, rows of the database that the migrations would fail on. */
  readonly conflicts: readonly Conflict[]
}

export interface DownOptions extends RunOptions {
  /** The last migration to keep. */
  readonly to?: string
  /** Undoes every one. */
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
  /** Where the models are, or go; the models folder of the knexfile when absent. */
  readonly models?: string
}

/** What was done to take a live database over; paths are from the working directory. */
export interface Adopted {
  /** The models that were pulled; none where there were some, which build the database. */
  readonly models: readonly string[]
  /** The example of `init`, which made room. */
  readonly example?: string
  /** How many migrations were there; where there are any, they build the database, and need no baseline. */
  readonly migrations: number
  readonly baseline: readonly string[]
  /** What was proved of the baseline. */
  readonly notes: readonly string[]
  /** Files of the baseline that the project's own list does not give yet: then it is not recorded. */
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

/** What a stamp has changed in the history. */
export type { Stamped } from '../run/stamp.ts'

export interface SeedOptions extends RunnerOptions {
  /** The one seed to run, by its file name. */
  readonly only?: string
  /** Leaves out those that ran before with `once`. */
  readonly once?: boolean
}

export interface SeedResult {
  /** The file names of the seeds that ran, in order. */
  readonly seeded: readonly string[]
}

export type { EnvironmentHistory, HistoryEvent } from '../history/places.ts'

export interface HistoryOptions extends ApiOptions {
  /** More environments of the knexfile to look at, by name; they are read, and nothing changes there. */
  readonly with?: readonly string[]
}

export interface HistoryResult {
  /** Of the environment itself, the oldest first. */
  readonly events: readonly HistoryEvent[]
  /** The environment itself, and those of `with`. */
  readonly environments: readonly EnvironmentHistory[]
  /** All of it as a page that stands alone, and as a Mermaid `timeline`. */
  readonly html: string
  readonly mermaid: string
}

export interface ShowOptions extends ApiOptions {
  /** The file name, with or without its extension, its time stamp, or the name alone: `add_studies`. */
  readonly name: string
  /** Runs it on a shadow too, on made-up rows, and tells what each statement locks, rewrites and reads. */
  readonly trace?: boolean
}

/** One migration: its state, its statements, and what the runner noted of it. */
export interface Shown extends Entry {
  /** Whether it runs in a transaction; null where there is no file. */
  readonly transaction: boolean | null
  readonly checksum: string | null
  /** What `up` sends, without secrets; null where there is no file, or where it asks the database first. */
  readonly statements: readonly string[] | null
  readonly receipts: readonly JournalRow[]
  /** With `trace`. */
  readonly traced?: readonly StatementReceipt[]
}

export interface ScriptOptions extends ApiOptions {
  /**
   * The last migration that ran where the script is for, or `current` to ask the environment's database. When absent, the script
   * begins at an empty database; going down, at the newest migration.
   */
  readonly from?: string
  /** The last to run; going down, the last to keep. */
  readonly to?: string
  /** `up` when absent. */
  readonly direction?: Direction
  /**
   * Whether the script looks first whether the tables it changes are as expected, which takes a shadow to write; true
   * when absent.
   */
  readonly fingerprint?: boolean
}

export interface ScriptResult {
  /** Text for `psql -v ON_ERROR_STOP=1 -f`. */
  readonly script: string
}

export interface SquashOptions extends ApiOptions {
  /** The last migration that goes into the baseline; the newest when absent. */
  readonly to?: string
  /** Leaves out the rows that the old migrations wrote. */
  readonly withoutRows?: boolean
  /** Leaves out what the old migrations made and no kind covers. */
  readonly withoutUnmanaged?: boolean
  /** Whether the baseline is written and the old files are put away; true when absent. */
  readonly write?: boolean
}

/** Paths are from the working directory. */
export interface SquashResult {
  readonly written: boolean
  readonly files: readonly { readonly path: string; readonly source: string }[]
  /** The file names of the baseline, and of the migrations whose place it takes. */
  readonly baseline: readonly string[]
  readonly replaces: readonly string[]
  /** What was proved of it, in sentences. */
  readonly proved: readonly string[]
}

export interface PurgeOptions extends RunnerOptions {
  /** Only what has been archived for as many milliseconds; all of it when absent. */
  readonly olderThan?: number
  /** Lists it, and removes nothing. */
  readonly dryRun?: boolean
}

export interface PurgeResult {
  /** Whether something was removed. */
  readonly removed: boolean
  readonly archived: readonly Archived[]
}
