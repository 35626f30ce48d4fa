import type { DiagramFormat } from '../diagram/index.ts'
import type { Linted } from '../lint.ts'
import type { reviewAsData } from '../review/data.ts'
import type { Severity } from '../rules/shared/rule.ts'
import type { Check } from '../run/checks.ts'
import type { Verified } from '../verify/index.ts'
import type { StatementReceipt } from './receipt.ts'
import type { ApiOptions } from './types.ts'

/** Which migrations are looked at: those of `files` and those that are new since `base`; all of them when neither is given. */
export interface ChoiceOptions extends ApiOptions {
  /** A revision of git, such as `origin/main`: only what is new since the branch left it. */
  readonly base?: string
  /** The migrations, by path, name or a part of it. */
  readonly files?: readonly string[]
}

export interface LintOptions extends ChoiceOptions {
  /**
   * Weighs what is found by the sizes of live tables: a file that `knexus stats --out` wrote, or `db` for the
   * environment's database.
   */
  readonly stats?: string
}

/** A migration, what its statements did on tables of made-up rows, and what the rules say of that. */
export interface LintedMigration extends Pick<Linted, 'name' | 'path' | 'findings'> {
  /** What PostgreSQL refused; null where it ran. */
  readonly failed: { readonly message: string; readonly sql: string | undefined } | null
  readonly statements: readonly StatementReceipt[]
}

export interface LintResult {
  /** How bad the worst finding is that no file allows; a migration that fails is an error. Null where there is none. */
  readonly worst: Severity | null
  readonly migrations: readonly LintedMigration[]
}

export type VerifyOptions = ChoiceOptions

/** A migration, what its way down owes, and what was compared. */
export type VerifiedMigration = Omit<Verified, 'down'>

export interface VerifyResult {
  readonly worst: Severity | null
  readonly migrations: readonly VerifiedMigration[]
}

export type ReviewOptions = LintOptions

/** What `review --json` prints, with the page and the comment. */
export interface Reviewed extends ReturnType<typeof reviewAsData> {
  readonly html: string
  readonly markdown: string
}

export interface DiagramOptions extends ApiOptions {
  /** A source, as `diff` takes it; `models` when absent. */
  readonly source?: string
  /** `html` when absent. */
  readonly format?: DiagramFormat
}

export interface DiagramResult {
  readonly format: DiagramFormat
  readonly diagram: string
}

/** What was looked at in the project and its database, and what to do where something is not in order. */
export interface DoctorResult {
  /** Whether no check failed. */
  readonly healthy: boolean
  readonly checks: readonly Check[]
}
