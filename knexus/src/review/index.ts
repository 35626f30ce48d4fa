import { existsSync } from 'node:fs'
import { withAmbient } from '../ambient.ts'
import type { Address } from '../base/kind.ts'
import type { Change } from '../change.ts'
import { diff } from '../diff.ts'
import { lint, type Linted } from '../lint.ts'
import { chosenSince } from '../migrations/chosen.ts'
import { historyFiles } from '../migrations/replay.ts'
import type { Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { reworded } from '../reword.ts'
import type { Severity } from '../rules/shared/rule.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'
import { filesSource, modelsSource } from '../sources/index.ts'
import type { Trace } from '../trace/index.ts'
import { receiptOf, type StatementReceipt } from '../trace/statement-receipt.ts'
import type { Sizes } from '../weigh/sizes.ts'
import { verify, type Verified } from '../verify/index.ts'
import { editedSince, modelsSince } from './branch.ts'
import { changesBetween, composed, rewordedBy, dependentsOf, type Renamed } from './changes.ts'
import { verdictOf, type Verdict } from './verdict.ts'

/** What running a migration one way did, statement by statement. */
export interface Way {
  readonly statements: readonly StatementReceipt[]
  /** What PostgreSQL, or the file itself, refused. */
  readonly failed?: string
}

/** Something that a rule, or the way down, has against a migration. */
export interface ReviewFinding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly why: string
  readonly cure: string
  readonly line: number
  /** The reason why the file says that it is all right. */
  readonly allowed?: string
}

export interface ReviewedFile {
  readonly name: string
  readonly path: string
  readonly up: Way
  /** Absent where there is no way down, or where up failed. */
  readonly down?: Way
  /** Worst first. */
  readonly findings: readonly ReviewFinding[]
  /** What was compared after up and down, in sentences. */
  readonly proof: readonly string[]
}

/** What a reviewer of migrations has to know. */
export interface Review {
  /** The revision of git that the branch is compared with; null where migrations were named, or all are meant. */
  readonly base: string | null
  /** `PostgreSQL 17, a scratch database on localhost:5432`: where it was measured. */
  readonly server: string
  readonly verdict: Verdict
  readonly files: readonly ReviewedFile[]
  readonly changes: readonly Change[]
  readonly renamed: readonly Renamed[]
  /** What used an object that changes or goes, by the address of that. */
  readonly dependents: ReadonlyMap<Address, readonly Address[]>
  /** The schema without these migrations, and with them. */
  readonly before: Schema
  readonly after: Schema
  /** From what the migrations build to what the models declare; undefined where there are no models, or a migration failed. */
  readonly undone: readonly Change[] | undefined
  /** Migrations of before that the branch edited or deleted. */
  readonly edited: readonly string[]
  /** What the branch changed in the models, as a unified diff. */
  readonly models: string
}

export interface ReviewOptions {
  /** A revision of git, such as `origin/main`: only what is new since the branch left it is reviewed. */
  readonly base?: string | undefined
  /** The migrations, by path, name or a part of it. Without them and without `base`, all are reviewed. */
  readonly files?: readonly string[] | undefined
  /** The sizes of the tables of a live database, which weigh what is found. */
  readonly sizes?: Sizes | undefined
}

/**
 * Runs migrations on a shadow whose tables hold made-up rows, up and down, and gathers what a reviewer has to know of
 * them. Throws `unknown-migration`, `git-failed`, and what `lint` and `verify` throw.
 */
export async function review(
  project: Project,
  shadow: Shadow,
  { base, files, sizes }: ReviewOptions = {},
): Promise<Review> {
  const names = await chosenSince(project, { base, files })
  const linted = await lint(project, shadow, names, sizes)
  const verified = linted.length === 0 ? [] : await verify(project, shadow, names)
  const [edited, models] =
    base === undefined ? [[], ''] : [await editedSince(project, base), await modelsSince(project, base)]
  const { before, after } = await schemas(project, shadow, linted)
  const { changes, renamed } = changesBetween(
    before,
    after,
    composed(linted.flatMap(({ trace }) => trace.statements.map((one) => one.renames))),
    rewordedBy(linted.flatMap(({ trace }) => trace.statements)),
  )
  const reviewed = linted.map((one) =>
    reviewedFile(
      one,
      verified.find(({ name }) => name === one.name),
    ),
  )
  const failed = reviewed.some(({ up }) => up.failed !== undefined)
  const undone = failed ? undefined : await undoneModels(project, shadow, after)
  const told = { files: reviewed, changes, renamed, undone, edited }
  return {
    base: base ?? null,
    server: shadow.description,
    verdict: verdictOf(told),
    ...told,
    dependents: dependentsOf(changes, before),
    before,
    after,
    models,
  }
}

function reviewedFile({ name, path, trace, findings }: Linted, verified: Verified | undefined): ReviewedFile {
  const debts = (verified?.findings ?? []).filter(({ rule }) => rule !== 'up-fails' || !trace.failed)
  const all = [...findings, ...debts].map(({ rule, severity, message, why, cure, line, allowed }) => ({
    rule,
    severity,
    message,
    why,
    cure,
    line,
    ...(allowed !== undefined && { allowed }),
  }))
  return {
    name,
    path,
    up: wayOf(trace),
    ...(verified?.down && { down: wayOf(verified.down) }),
    findings: all.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)),
    proof: verified?.notes ?? [],
  }
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note']

function wayOf({ statements, failed }: Trace): Way {
  return {
    statements: statements.map(receiptOf),
    ...(failed && { failed: failed.message }),
  }
}

/** What all other migrations build, and what all of them build; as far as it got, where one of them fails. */
async function schemas(
  project: Project,
  shadow: Shadow,
  linted: readonly Linted[],
): Promise<{ readonly before: Schema; readonly after: Schema }> {
  const all = await historyFiles(project)
  const chosen = new Set(linted.map(({ name }) => name))
  const build = (files: typeof all) => filesSource(files, project).schema(async () => shadow, scopeOf(project))
  const failed = linted.find(({ trace }) => trace.failed)
  if (failed) return { before: linted[0]!.trace.before, after: failed.trace.after }
  const after = await build(all)
  return { before: chosen.size === 0 ? after : await build(all.filter(({ name }) => !chosen.has(name))), after }
}

/** What `generate` would still have to write. */
async function undoneModels(project: Project, shadow: Shadow, built: Schema): Promise<readonly Change[] | undefined> {
  if (!existsSync(project.models)) return undefined
  const scope = scopeOf(project)
  const declared = await modelsSource(project.models).schema(async () => shadow, scope)
  const around = withAmbient(declared, built, project.settings.compare)
  return diff(built, await reworded(around, built, () => shadow.database(), scope))
}
