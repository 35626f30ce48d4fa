import { withAmbient } from '../ambient.ts'
import type { Change } from '../change.ts'
import { diff } from '../diff.ts'
import { script } from '../emit/script.ts'
import type { Scope } from '../introspect/index.ts'
import { scopeOf } from '../project/scope.ts'
import { rehearseScript } from '../prove/script.ts'
import { reworded } from '../reword.ts'
import { viewsOf, type View } from '../sources/index.ts'
import { sourceNamed, type NamedSource } from '../sources/names.ts'
import type { Workspace } from './workspace.ts'

/** What turns one schema into another. */
export interface Between {
  readonly changes: readonly Change[]
  /** What is there, on either side, and covered by no kind. */
  readonly unmanaged: readonly string[]
  /** With `sql`: a script for psql, what it loses, and what it may fail on or was not compared. */
  readonly script?: { readonly sql: string; readonly losses: readonly string[]; readonly doubts: readonly string[] }
}

/** Compares two sources, as `diff --from --to` names them. `sql`: writes a script, which is rehearsed on the shadow. */
export async function between(
  workspace: Workspace,
  names: { readonly from: string; readonly to: string },
  asScript: boolean,
): Promise<Between> {
  const named = (name: string) => sourceNamed(name, () => workspace.project())
  const [from, to] = await Promise.all([named(names.from), named(names.to)])
  const project = from.ofProject || to.ofProject ? await workspace.project() : undefined
  // A script is ordered by what needs what; a list is not.
  const scope: Scope = { ...(project && scopeOf(project)), dependencies: asScript }
  const shadow = () => workspace.shadow(from.live ?? to.live)
  const [read, wanted] = (await viewsOf([from, to], shadow, scope)) as [View, View]
  const compare = project?.settings.compare
  const before = leavesAccess(from) ? withAmbient(read.schema, wanted.schema, compare) : read.schema
  const ambient = leavesAccess(to) ? withAmbient(wanted.schema, before, compare) : wanted.schema
  const after = await reworded(ambient, before, async () => (await shadow()).database(), scope)
  const changes = diff(before, after)
  const unmanaged = [...new Set([...read.unmanaged, ...wanted.unmanaged])]
  if (!asScript) return { changes, unmanaged }
  const rehearsed = changes.length > 0 ? await rehearseScript(await shadow(), before, after, scope) : NOTHING
  return { changes, unmanaged, script: told(`From ${from.label} to ${to.label}.`, rehearsed, unmanaged) }
}

/**
 * Whether owners and grants that a source does not say are those of the other one: of models and migrations, which run
 * anywhere.
 */
function leavesAccess({ ofProject, live }: NamedSource): boolean {
  return ofProject && !live
}

type Rehearsed = Awaited<ReturnType<typeof rehearseScript>>

const NOTHING: Rehearsed = { migrations: [], losses: [], doubts: [] }

function told(
  title: string,
  { migrations, losses, doubts }: Rehearsed,
  unmanaged: readonly string[],
): NonNullable<Between['script']> {
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')
  const remarks = [
    ...losses.map((loss) => `\n-- loses data: ${oneLine(loss)}`),
    ...doubts.map((doubt) => `\n-- ${oneLine(doubt)}`),
    ...unmanaged.map((address) => `\n-- not managed: ${oneLine(address)}`),
  ]
  return { sql: script(migrations, `${title}${remarks.join('')}`), losses, doubts }
}
