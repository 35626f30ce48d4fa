import { lint as linted, type Linted } from '../lint.ts'
import { chosenSince } from '../migrations/chosen.ts'
import { review as reviewed, type Review } from '../review/index.ts'
import type { Severity } from '../rules/shared/rule.ts'
import { verify as verified, type Verified } from '../verify/index.ts'
import { sizesNamed } from './sizes.ts'
import type { LintOptions, ReviewOptions, VerifyOptions } from './types-judge.ts'
import type { Workspace } from './workspace.ts'

/** What running migrations on a shadow shows, and what the rules say of it. */
export async function lint(workspace: Workspace, { stats, ...choice }: LintOptions): Promise<readonly Linted[]> {
  const project = await workspace.project()
  const names = await chosenSince(project, choice)
  return linted(project, await workspace.shadow(), names, await sizesNamed(workspace, stats))
}

/** What the way down of migrations owes. */
export async function verify(workspace: Workspace, choice: VerifyOptions): Promise<readonly Verified[]> {
  const project = await workspace.project()
  const names = await chosenSince(project, choice)
  return verified(project, await workspace.shadow(), names)
}

/** What a reviewer has to know of migrations. */
export async function review(workspace: Workspace, { stats, base, files }: ReviewOptions): Promise<Review> {
  const project = await workspace.project()
  const shadow = await workspace.shadow()
  return reviewed(project, shadow, { base, files, sizes: await sizesNamed(workspace, stats) })
}

/** Something that was judged, as far as it matters for how bad it is. */
interface Judged {
  readonly findings: readonly { readonly severity: Severity; readonly allowed?: string }[]
  readonly trace?: { readonly failed?: object }
}

/** How bad the worst finding is that no file allows; a migration that failed is an error. */
export function worst(judged: readonly Judged[]): Severity | undefined {
  const found = judged.flatMap(({ findings }) => findings.filter(({ allowed }) => allowed === undefined))
  const has = (wanted: Severity) => found.some(({ severity }) => severity === wanted)
  if (has('error') || judged.some(({ trace }) => trace?.failed)) return 'error'
  return has('warning') ? 'warning' : found[0]?.severity
}
