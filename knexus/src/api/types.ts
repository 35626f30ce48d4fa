import type { Address } from '../base/kind.ts'
import type { Conflict } from '../conflicts.ts'
import type { GeneratedFile } from '../generate.ts'
import type { PulledFile } from '../pull/index.ts'
import type { Finding } from '../rules/judge.ts'
import type { Unplaced } from '../pull/into/index.ts'
import type { ToldChange } from '../tell/changes.ts'
import type { KnexusEvent } from './events.ts'
import type { Place } from './workspace.ts'

export type { KnexusSettings } from '../project/index.ts'
export type { KnexusEvent } from './events.ts'

/** What every call takes. */
export interface ApiOptions extends Place {
  /** Takes every event, in order. It must not throw. */
  readonly on?: (event: KnexusEvent) => void
}

export interface CheckOptions extends ApiOptions {
  /** Reads and compares everything, whatever is kept from the last time. */
  readonly fresh?: boolean
}

/** Whether models, migrations and database agree, and where they do not. */
export interface Checked {
  readonly agree: boolean
  /** From what the migrations build to what the models declare. */
  readonly models: readonly ToldChange[]
  /** From what the migrations that ran built to what is in the database. */
  readonly drift: readonly ToldChange[]
  readonly pending: readonly string[]
  /** Migrations that are edited, missing or unknown. */
  readonly history: readonly string[]
  readonly unmanaged: readonly string[]
}

/** A source is `models[:FILE]`, `migrations[@NAME]`, `db`, `env:NAME`, `empty`, a `postgres://` URL or a `.sql` file. */
export interface DiffOptions extends ApiOptions {
  readonly from: string
  readonly to: string
  /** Writes a script for psql as well, which is rehearsed on the shadow. */
  readonly sql?: boolean
}

export interface Diffed {
  readonly changes: readonly ToldChange[]
  readonly unmanaged: readonly string[]
  /** With `sql`; `losses` names what does not come back, and `doubts` what it may fail on or was not compared. */
  readonly script?: { readonly sql: string; readonly losses: readonly string[]; readonly doubts: readonly string[] }
}

export interface GenerateOptions extends ApiOptions {
  /** What the migration does: `add_studies`. */
  readonly name: string
  /** What the models are compared with: `migrations` when absent. */
  readonly from?: 'migrations' | 'db'
  /** `['studies.code=study_code']`. */
  readonly rename?: readonly string[]
  /** Hazards that are accepted: `['data-loss=public.t.price', 'required-column']`. */
  readonly allow?: readonly string[]
  /** What the values of removed labels of enums become: `mood.sad=ok`. */
  readonly map?: readonly string[]
  /** What existing rows get in a new column that is NOT NULL and has no default: `["public.notes.author='unknown'"]`. */
  readonly fill?: readonly string[]
  /** New columns whose NOT NULL is left to a later migration: `['public.notes.author']`. */
  readonly nullable?: readonly string[]
  /**
   * Drops what no model declares and hand-written migrations built, or none: all of it, or these addresses. It is
   * kept when absent.
   */
  readonly dropUndeclared?: boolean | readonly Address[]
  /** Of that, what is to be declared: it is written into the models. */
  readonly declare?: readonly Address[]
  /** The plain statements, as for tables that nobody uses. */
  readonly plain?: boolean
  /** Keeps what is dropped under another name, so that down brings its rows back. */
  readonly archive?: boolean
  /** Whether the files are written; true when absent. */
  readonly write?: boolean
}

export interface Generated {
  readonly written: boolean
  /** Paths, texts and statements; none where the models are what the migrations build. */
  readonly files: readonly GeneratedFile[]
  /** What was proved, and where. */
  readonly notes: readonly string[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  readonly changes: readonly ToldChange[]
  /** What stays though no model declares it, because a hand-written file built it, or with `from: 'db'` no migration. */
  readonly kept: readonly string[]
  readonly dropped: readonly string[]
  /** What is unwise about what the files build, worst first. */
  readonly findings: readonly Finding[]
  /** What was declared in the models, where `declare` asks for it. */
  readonly into?: Omit<PulledInto, 'source' | 'shadow'>
  /** Rows of the environment's database that the files would fail on, where it is at hand and no production. */
  readonly conflicts: readonly Conflict[]
  /** Files that the migrationSource of the knexfile does not give yet. */
  readonly unlisted: readonly string[]
}

export interface PullOptions extends ApiOptions {
  /** A source; `db` when absent. */
  readonly from?: string
  /** The folder that the files are written to; `true` is the models folder of the knexfile. Nothing is written when absent. */
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
  /** The models that were in the folder before, by their paths inside of it: they still count. */
  readonly others: readonly string[]
  /** Where the models do not build the source; empty as a rule. */
  readonly differences: readonly string[]
  /** What the source is called, and how many of its objects the files declare. */
  readonly source: string
  readonly objects: number
  /** How many owners, grants and default privileges are left to the database. */
  readonly left: number
  /** What the source holds and no kind covers, so that the files cannot declare it: `CONVERSION public.latin`. */
  readonly unmanaged: readonly string[]
  /** Where the files were proved. */
  readonly shadow: string
}

export interface PullIntoOptions extends ApiOptions {
  /** A source; `db` when absent. */
  readonly from?: string
  /** Declares owners, grants and default privileges too. */
  readonly access?: boolean
}

/** What was written into the models; paths are from the working directory. */
export interface PulledInto {
  readonly written: readonly string[]
  /** By address, the file that declares it now; what is part of something new is not listed by itself. */
  readonly declared: Readonly<Record<Address, string>>
  /** What could not be put into a file safely, and what to paste by hand. */
  readonly unplaced: readonly Unplaced[]
  readonly source: string
  /** Where the edited models were proved. */
  readonly shadow: string
}
