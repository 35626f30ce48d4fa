import type { Address } from '../base/kind.ts'
import type { Conflict } from '../conflicts.ts'
import type { GeneratedFile } from '../generate/index.ts'
import type { PulledFile } from '../pull/index.ts'
import type { Finding } from '../rules/judge.ts'
import type { Unplaced } from '../pull/into/index.ts'
import type { DescribedChange } from '../tell/changes.ts'
import type { KnexusEvent } from './events.ts'
import type { Place } from './workspace.ts'

export type { KnexusSettings } from '../project/index.ts'
export type { KnexusEvent } from './events.ts'

/** The options of every function. */
export interface ApiOptions extends Place {
  /** Called with every event, in order. It must not throw. */
  readonly on?: (event: KnexusEvent) => void
}

export interface CheckOptions extends ApiOptions {
  /** Reads and compares everything, without the cache. */
  readonly fresh?: boolean
}

/** Whether models, migrations and database agree, and where they do not. */
export interface Checked {
  readonly agree: boolean
  /** The changes from what the migrations build to what the models declare. */
  readonly models: readonly DescribedChange[]
  /** The changes from what the applied migrations built to what is in the database. */
  readonly drift: readonly DescribedChange[]
  readonly pending: readonly string[]
  /** Migrations that are edited, missing or unknown. */
  readonly history: readonly string[]
  readonly unmanaged: readonly string[]
}

/** A source is `models[:FILE]`, `migrations[@NAME]`, `db`, `env:NAME`, `empty`, a `postgres://` URL or a `.sql` file. */
export interface DiffOptions extends ApiOptions {
  readonly from: string
  readonly to: string
  /** Also returns a script for psql, which has run on the shadow. */
  readonly sql?: boolean
}

export interface Diffed {
  readonly changes: readonly DescribedChange[]
  readonly unmanaged: readonly string[]
  /** With `sql`. `losses` are values that do not come back; `doubts` are what it may fail on, and what was not compared. */
  readonly script?: { readonly sql: string; readonly losses: readonly string[]; readonly doubts: readonly string[] }
}

export interface GenerateOptions extends ApiOptions {
  /** What the migration does: `add_studies`. */
  readonly name: string
  /** What the models are compared with. The default is `migrations`. */
  readonly from?: 'migrations' | 'db'
  /** Objects that keep their rows under another name: `['studies.code=study_code']`. */
  readonly rename?: readonly string[]
  /** Hazards that are accepted: `['data-loss=public.t.price', 'required-column']`. */
  readonly allow?: readonly string[]
  /** What the values of removed enum labels become: `['mood.sad=ok']`. */
  readonly map?: readonly string[]
  /** What existing rows get in a new column that is NOT NULL and has no default: `["public.notes.author='unknown'"]`. */
  readonly fill?: readonly string[]
  /** New columns whose NOT NULL is left to a later migration: `['public.notes.author']`. */
  readonly nullable?: readonly string[]
  /**
   * Drops objects that no model declares and hand-written migrations built (or, with `from: 'db'`, no migration): all of
   * them, or these addresses. By default they are kept.
   */
  readonly dropUndeclared?: boolean | readonly Address[]
  /** Those of them that are added to the models instead. */
  readonly declare?: readonly Address[]
  /** Writes plain statements, without the precautions for tables in use. */
  readonly plain?: boolean
  /** Keeps what is dropped, under another name, so that `down` can bring its rows back. */
  readonly archive?: boolean
  /** Whether the files are written. The default is true. */
  readonly write?: boolean
}

export interface Generated {
  readonly written: boolean
  /** Paths, texts and statements. Empty if the migrations build what the models declare. */
  readonly files: readonly GeneratedFile[]
  /** What was proved, and where. */
  readonly notes: readonly string[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  readonly changes: readonly DescribedChange[]
  /** Objects that are kept although no model declares them: a hand-written migration built them, or with `from: 'db'` none. */
  readonly kept: readonly string[]
  readonly dropped: readonly string[]
  /** Warnings about what the files build, the worst first. */
  readonly findings: readonly Finding[]
  /** With `declare`, what was added to the models. */
  readonly into?: Omit<PulledInto, 'source' | 'shadow'>
  /** Rows of the environment's database that the files would fail on, if it can be reached and is not production. */
  readonly conflicts: readonly Conflict[]
  /** Files that the knexfile's `migrationSource` does not list yet. */
  readonly unlisted: readonly string[]
}

export interface PullOptions extends ApiOptions {
  /** A source. The default is `db`. */
  readonly from?: string
  /** The folder to which the files are written; `true` is the models folder of the knexfile. By default nothing is written. */
  readonly out?: string | true
  /** Declares owners, grants and default privileges too. */
  readonly access?: boolean
  /** Overwrites existing files. */
  readonly force?: boolean
}

export interface Pulled {
  readonly files: readonly PulledFile[]
  /** The paths that were written, from the working directory. */
  readonly written: readonly string[]
  /** Models that were in the folder already, and still count, as paths relative to it. */
  readonly others: readonly string[]
  /** The differences between the models and the source; normally none. */
  readonly differences: readonly string[]
  /** The name of the source, and how many of its objects the files declare. */
  readonly source: string
  readonly objects: number
  /** How many owners, grants and default privileges are not declared (see `access`). */
  readonly left: number
  /** What the source holds and no kind covers, so that the files cannot declare it: `CONVERSION public.latin`. */
  readonly unmanaged: readonly string[]
  /** Where the files were proved. */
  readonly shadow: string
}

export interface PullIntoOptions extends ApiOptions {
  /** A source. The default is `db`. */
  readonly from?: string
  /** Declares owners, grants and default privileges too. */
  readonly access?: boolean
}

/** What was written into the models; paths are from the working directory. */
export interface PulledInto {
  readonly written: readonly string[]
  /** By address, the file that now declares it. Parts of a new object are not listed separately. */
  readonly declared: Readonly<Record<Address, string>>
  /** What could not be added to a file safely, with the text to paste by hand. */
  readonly unplaced: readonly Unplaced[]
  readonly source: string
  /** Where the edited models were proved. */
  readonly shadow: string
}
