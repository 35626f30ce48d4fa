import { KnexusError } from '../base/errors.ts'
import { diff, sayChange } from '../diff.ts'
import type { Project } from '../project/index.ts'
import { type HistoryFile, historyFiles } from '../migrations/replay.ts'
import { scopeOf } from '../project/scope.ts'
import type { Shadow } from '../shadow/index.ts'
import { filesSource } from '../sources/index.ts'
import type { MigrationFile } from '../migrations/files.ts'
import { backdated, type Status } from '../migrations/status.ts'

/**
 * Proves on the shadow that the order does not matter: the applied migrations with the late ones after them build the
 * same as all of them in the order of their names, as a fresh database runs them. Throws `order-matters` with the
 * objects that come out differently.
 */
export async function proveOrder(
  project: Project,
  shadow: Shadow,
  status: Status,
  chosen: readonly MigrationFile[],
): Promise<void> {
  const files = await historyFiles(project)
  const named = (names: readonly string[]) => names.flatMap((name) => files.find((file) => file.name === name) ?? [])
  const here = named([...status.applied.map((row) => row.name), ...chosen.map((file) => file.name)])
  const fresh = files.filter((file) => here.includes(file))
  const [late, sorted] = [
    await build(project, shadow, here, status, chosen),
    await build(project, shadow, fresh, status, chosen),
  ]
  const changes = diff(sorted, late)
  if (changes.length > 0) throw conflict(status, chosen, changes.slice(0, 10).map(sayChange).join('; '))
}

async function build(
  project: Project,
  shadow: Shadow,
  files: readonly HistoryFile[],
  status: Status,
  chosen: readonly MigrationFile[],
) {
  try {
    return await filesSource(files, project).schema(async () => shadow, scopeOf(project))
  } catch (error) {
    if (error instanceof KnexusError && error.code === 'replay-failed') throw conflict(status, chosen, error.message)
    throw error
  }
}

function conflict(status: Status, chosen: readonly MigrationFile[], what: string): KnexusError {
  return new KnexusError(
    'order-matters',
    `${backdated(status, chosen).join(', ')} is older than what is applied, and the order matters: ${what}`,
    'Give it a newer time stamp, so that every database runs it last; or undo the newer ones with `knexus ' +
      'down`, and run `knexus up`.',
  )
}
