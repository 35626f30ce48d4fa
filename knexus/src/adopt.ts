import { mkdir } from 'node:fs/promises'
import { withAmbient } from './ambient.ts'
import { KnexusError } from './base/errors.ts'
import { reverse, type Change } from './change.ts'
import { diff } from './diff.ts'
import type { Project } from './project/index.ts'
import { historyFiles, migratorConfig } from './migrations/replay.ts'
import type { Schema } from './schema.ts'
import { scopeOf } from './project/scope.ts'
import { reworded } from './reword.ts'
import type { Shadow } from './shadow/index.ts'
import { filesSource, modelsSource } from './sources/index.ts'

/** How a project's migrations stand to its live database. */
export interface History {
  readonly files: readonly string[]
  /** From what the migrations build to what is there; empty when they build it. */
  readonly differences: readonly Change[]
}

/**
 * Runs the migrations on a shadow and compares what they build with the live schema. A migrations folder that is not
 * there is made.
 */
export async function compareHistory(project: Project, live: Schema, shadow: Shadow): Promise<History> {
  for (const folder of migrationFolders(project)) await mkdir(folder, { recursive: true })
  const files = await historyFiles(project)
  if (files.length === 0) return { files: [], differences: [] }
  const built = await filesSource(files, project).schema(async () => shadow, scopeOf(project))
  return {
    files: files.map(({ name }) => name),
    differences: await differencesOf(project, built, live, shadow),
  }
}

/** From the live schema to what the models build. */
export async function compareModels(project: Project, live: Schema, shadow: Shadow): Promise<readonly Change[]> {
  const built = await modelsSource(project.models).schema(async () => shadow, scopeOf(project))
  return (await differencesOf(project, built, live, shadow)).map(reverse)
}

/** From what was built to the live schema, as far as they do not only print the same in other words. */
async function differencesOf(project: Project, built: Schema, live: Schema, shadow: Shadow): Promise<Change[]> {
  const meant = await reworded(
    withAmbient(built, live, project.settings.compare),
    live,
    () => shadow.database(),
    scopeOf(project),
  )
  return diff(meant, live)
}

function migrationFolders(project: Project): string[] {
  return [migratorConfig(project).directory ?? './migrations'].flat()
}

/** Throws `history-differs`: a baseline cannot follow migrations that build something else. */
export function refuseHistory({ files, differences }: History, say: (change: Change) => string): void {
  if (differences.length === 0) return
  throw new KnexusError(
    'history-differs',
    `${files.length === 1 ? 'The migration builds' : `The ${files.length} migrations build`} something other than what ` +
      `the database holds: ${differences.slice(0, 5).map(say).join('; ')}` +
      `${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}.`,
    'Nothing was written. Reconcile them first: run what is pending, or write what was done by hand as a ' +
      'migration and record it with `knexus stamp`. A baseline is for a database that no migration builds.',
  )
}
