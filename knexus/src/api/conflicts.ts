import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { conflicts, type Conflict } from '../conflicts.ts'
import { connect } from '../connection/connect.ts'
import { diff } from '../diff.ts'
import { historyFiles, migratorConfig } from '../migrations/replay.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { filesSource } from '../sources/index.ts'
import type { Workspace } from './workspace.ts'

/** The rows of the live database that pending migrations would fail on. What cannot be asked is told, and stops nothing. */
export async function pendingConflicts(workspace: Workspace): Promise<readonly Conflict[]> {
  const project = await workspace.project()
  try {
    const changes = await pendingChanges(workspace, project)
    const found = changes.length === 0 ? [] : await reading(project, (db) => conflicts(db, changes))
    // What goes may have been renamed, or archived: a comparison of before and after does not tell.
    return found.filter(({ what }) => what !== 'row' && what !== 'value')
  } catch (error) {
    workspace.tell({ event: 'warning', message: `The rows were not looked at: ${messageOf(error)}` })
    return []
  }
}

/** How long a database that `generate` does not need may take to answer, in milliseconds. */
const AT_HAND = 2000

/**
 * The rows of the environment's database that some changes would fail on, where one is at hand that is no production.
 * It may be away, or at an earlier migration: then there are none.
 */
export async function conflictsAtHand(project: Project, changes: readonly Change[]): Promise<readonly Conflict[]> {
  if (project.settings.production || changes.length === 0) return []
  const opening = connect(settingsOfConnection(project)).catch(() => undefined)
  const db = await Promise.race([opening, setTimeout(AT_HAND, undefined, { ref: false })])
  if (db === undefined) {
    void opening.then((late) => late?.close())
    return []
  }
  try {
    return (await conflicts(db, changes)).filter(({ count }) => count !== undefined)
  } finally {
    await db.close()
  }
}

/** From what the applied migrations build to what all of them do. */
async function pendingChanges(workspace: Workspace, project: Project): Promise<readonly Change[]> {
  const all = await historyFiles(project)
  const status: Status = await reading(project, (db) => readStatus(db, migratorConfig(project)))
  if (status.pending.length === 0) return []
  const ran = new Set(status.applied.map(({ name }) => name))
  const [scope, shadow] = [{ ...scopeOf(project), dependencies: false }, await workspace.shadow()]
  const schemaOf = (files: typeof all) => filesSource(files, project).schema(async () => shadow, scope)
  const before = await schemaOf(all.filter(({ name }) => ran.has(name)))
  return diff(before, await schemaOf(all))
}

async function reading<R>(project: Project, ask: (db: Awaited<ReturnType<typeof connect>>) => Promise<R>): Promise<R> {
  const db = await connect(settingsOfConnection(project))
  try {
    return await ask(db)
  } finally {
    await db.close()
  }
}
