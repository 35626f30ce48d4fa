import type { DiagramFormat } from '../diagram/index.ts'
import type { Linted } from '../lint.ts'
import type { reviewAsData } from '../review/data.ts'
import type { Severity } from '../rules/shared/rule.ts'
import type { Check } from '../run/checks.ts'
import type { Verified } from '../verify/index.ts'
import type { StatementReceipt } from '../trace/statement-receipt.ts'
import type { ApiOptions } from './types.ts'

/** Which migrations are examined: those of `files` and those that are new since `base`. The default is all of them. */
export interface ChoiceOptions extends ApiOptions {
  /** A Git revision, such as `origin/main`: only what is new since the branch left it. */
  readonly base?: string
  /** The migrations, by path, name or a part of it. */
  readonly files?: readonly string[]
}

export interface LintOptions extends ChoiceOptions {
  /**
   * Weighs findings by the sizes of live tables: a file that `knexus stats --out` wrote, or `db` for the
   * environment's database.
   */
  readonly stats?: string
}

/** A migration, what its statements did on tables with made-up rows, and the findings of the rules. */
export interface LintedMigration extends Pick<Linted, 'name' | 'path' | 'findings'> {
  /**
   * What PostgreSQL refused, and on which line of the file; null if it ran. What comes after that statement was not
   * looked at, nor were the `unseen` migrations after it.
   */
  readonly failed: {
    readonly message: string
    readonly sql: string | undefined
    readonly line: number
    readonly unseen: number
  } | null
  readonly statements: readonly StatementReceipt[]
}

export interface LintResult {
  /** The severity of the worst finding that no file allows; a migration that fails is an error. Null if there is none. */
  readonly worst: Severity | null
  readonly migrations: readonly LintedMigration[]
}

export type VerifyOptions = ChoiceOptions

/** A migration, what its `down` does not bring back, and what was compared. */
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
  /** A source, as for `diff`. The default is `models`. */
  readonly source?: string
  /** The default is `html`. */
  readonly format?: DiagramFormat
}

export interface DiagramResult {
  readonly format: DiagramFormat
  readonly diagram: string
}

/** What was checked in the project and its database, and what to do about what is wrong. */
export interface DoctorResult {
  /** Whether no check failed. */
  readonly healthy: boolean
  readonly checks: readonly Check[]
}
