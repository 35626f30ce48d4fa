import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../base/errors.ts'
import type { Change } from '../change.ts'
import { conflicts, sayConflict } from '../conflicts.ts'
import { connect } from '../connection/connect.ts'
import { diff } from '../diff.ts'
import { historyFiles, migratorConfig } from '../migrations/replay.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { filesSource } from '../sources/index.ts'
import type { Context } from './context.ts'

/** Warns of the rows of the live database that pending migrations would fail on. What cannot be asked is said, and stops nothing. */
export async function warnOfConflicts(context: Context): Promise<void> {
  const project = await context.project()
  try {
    await ask(context, project, await pendingChanges(context, project))
  } catch (error) {
    context.log().warn(`The rows were not looked at: ${messageOf(error)}`)
  }
}

/** How long a database that `generate` does not need may take to answer, in milliseconds. */
const AT_HAND = 2000

/**
 * Warns of the rows of the environment's database that some changes would fail on, where one is at hand that is no production.
 * It may be away, or at an earlier migration: then nothing is said.
 */
export async function warnOfRows(context: Context, project: Project, changes: readonly Change[]): Promise<void> {
  if (project.settings.production || changes.length === 0) return
  const opening = connect(settingsOfConnection(project)).catch(() => undefined)
  const db = await Promise.race([opening, setTimeout(AT_HAND, undefined, { ref: false })])
  if (db === undefined) {
    void opening.then((late) => late?.close())
    return
  }
  try {
    for (const conflict of await conflicts(db, changes))
      if (conflict.count !== undefined) context.log().warn(sayConflict(conflict))
  } finally {
    await db.close()
  }
}

async function ask(context: Context, project: Project, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const db = await connect(settingsOfConnection(project))
  try {
    for (const conflict of await conflicts(db, changes)) context.log().warn(sayConflict(conflict))
  } finally {
    await db.close()
  }
}

/** From what the applied migrations build to what all of them do. */
async function pendingChanges(context: Context, project: Project): Promise<readonly Change[]> {
  const all = await historyFiles(project)
  const status = await statusOf(project)
  if (status.pending.length === 0) return []
  const ran = new Set(status.applied.map(({ name }) => name))
  const [scope, shadow] = [{ ...scopeOf(project), dependencies: false }, await context.shadow()]
  const schemaOf = (files: typeof all) => filesSource(files, project).schema(async () => shadow, scope)
  const before = await schemaOf(all.filter(({ name }) => ran.has(name)))
  return diff(before, await schemaOf(all))
}

async function statusOf(project: Project): Promise<Status> {
  const db = await connect(settingsOfConnection(project))
  try {
    return await readStatus(db, migratorConfig(project))
  } finally {
    await db.close()
  }
}
