import { agreement, agrees, type Agreement } from '../drift/index.ts'
import { unexported } from '../sources/unexported.ts'
import type { CheckOptions } from './types.ts'
import type { Workspace } from './workspace.ts'

interface Checked extends Agreement {
  readonly agree: boolean
  /** What the models declare and forget to export: `models/index.ts:3 declares "b" and does not export it`. */
  readonly unexported: readonly string[]
}

/** What models, migrations and database say of each other, and whether they agree. */
export async function check(workspace: Workspace, { fresh = false }: CheckOptions): Promise<Checked> {
  const project = await workspace.project()
  const found = await agreement(project, () => workspace.shadow(), {
    fresh,
    place: await workspace.shadowPlace(),
  })
  return { ...found, agree: agrees(found), unexported: await unexported(project.models, found.models) }
}
