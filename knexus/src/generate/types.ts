import type { Address, Statement } from '../base/kind.ts'
import type { Change } from '../change.ts'
import type { HistoryFile } from '../migrations/replay.ts'
import type { Filling } from '../prove/required.ts'
import type { Candidate } from '../rename/candidates.ts'
import type { Finding } from '../rules/judge.ts'
import type { Schema } from '../schema.ts'
import type { Undeclared } from '../undeclared.ts'

/** What `generate` is asked for. */
export interface GenerateOptions extends Partial<Filling> {
  readonly name: string
  /** What a live database holds, and which migrations ran there, to compare the models with that; the history when absent. */
  readonly base?: { readonly schema: Schema; readonly files: readonly HistoryFile[] }
  /** `--rename OLD=NEW`, as given. */
  readonly renames: readonly string[]
  /** `--map TYPE.LABEL=LABEL`, as given: what the values of removed labels become. */
  readonly maps?: readonly string[]
  /** Hazards that are accepted: `data-loss`, or that of one object alone: `data-loss=public.t.price`. */
  readonly allow: readonly string[]
  /** Drops what hand-written files built and no model declares, or only some of it; it is kept when absent. */
  readonly dropUndeclared?: boolean | ReadonlySet<Address>
  /** Of that what the models will declare once the files are written: it is not spoken of. */
  readonly declaring?: ReadonlySet<Address>
  /** Writes the plain statements, as for tables that nobody uses; the recipes for tables in use when absent. */
  readonly plain?: boolean
  /** Keeps what is dropped under another name, so that down brings its rows back. */
  readonly archive?: boolean
  readonly now: Date
}

/** A file that was written, or would be. */
export interface GeneratedFile {
  readonly path: string
  readonly source: string
  /** Its statements, those that touch what was there before with the receipts that were measured. */
  readonly up: readonly Statement[]
  readonly down: readonly Statement[]
}

/** The files of one `generate`; none when the models are what the history builds. */
export interface Generated {
  readonly files: readonly GeneratedFile[]
  /** What was proved, and where: lines for the reader, also in the head of each file. */
  readonly notes: readonly string[]
  /** What the files change, after the renames: from what the history builds to the models. */
  readonly changes: readonly Change[]
  /** What gets another name, from address to address; a label stands behind its type: `TYPE public.mood sad`. */
  readonly renamed: readonly (readonly [Address, Address])[]
  /** What stays although no model declares it, because a hand-written file built it, or none; with the names of those files. */
  readonly kept: Undeclared
  /** Where one of those that stay may have been renamed to what comes: the old and the new address. */
  readonly perhapsRenamed: readonly Candidate[]
  /** Of what stays, that which a model forgets to export: `models/index.ts:3 declares "b" and does not export it`. */
  readonly unexported: readonly string[]
  /** Of what goes, that which hand-written files built, or none. */
  readonly dropped: Undeclared
  /** What is unwise about what the files build, worst first. */
  readonly findings: readonly Finding[]
  /** What was allowed of one object although nothing of it needs that: `data-loss=public.t.price`. */
  readonly idle: readonly string[]
}
