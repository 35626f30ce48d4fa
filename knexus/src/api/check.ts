import { agreement, agrees, type Agreement } from '../drift/index.ts'
import type { CheckOptions } from './types.ts'
import type { Workspace } from './workspace.ts'

/** What models, migrations and database say of each other, and whether they agree. */
export async function check(
  workspace: Workspace,
  { fresh = false }: CheckOptions,
): Promise<Agreement & { readonly agree: boolean }> {
  const found = await agreement(await workspace.project(), () => workspace.shadow(), {
    fresh,
    place: await workspace.shadowPlace(),
  })
  return { ...found, agree: agrees(found) }
}
