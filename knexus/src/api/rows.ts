import { connect } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import type { Listener } from '../migrations/events.ts'
import { settingsOfConnection } from '../project/index.ts'
import { findArchived, removeArchived, type Archived } from '../run/archives.ts'
import { seed as seeded } from '../run/seeds.ts'
import { confirmed, sessionOptions } from './run.ts'
import type { PurgeOptions, PurgeResult, SeedOptions, SeedResult } from './types-run.ts'
import type { Workspace } from './workspace.ts'

/** Runs the seeds. `listener` takes what happens while it waits for its turn. */
export async function seed(workspace: Workspace, options: SeedOptions, listener?: Listener): Promise<SeedResult> {
  const project = await confirmed(workspace, options)
  const { only, once = false } = options
  return {
    seeded: await seeded(project.config, {
      ...sessionOptions(project, options, listener),
      once,
      ...(only !== undefined && { only }),
    }),
  }
}

/**
 * Removes for good what `generate --archive` kept. `ask` is shown what is found, and where, before it goes; it stops
 * the removal by throwing.
 */
export async function purge(
  workspace: Workspace,
  options: PurgeOptions,
  ask: (archived: readonly Archived[], database: string) => Promise<void> = async () => undefined,
): Promise<PurgeResult> {
  const project = await confirmed(workspace, options)
  const { olderThan = 0, dryRun = false } = options
  const db = await connect(settingsOfConnection(project))
  try {
    const found = await findArchived(db, olderThan)
    const removed = !dryRun && found.after.length > 0
    if (removed) {
      const [here] = await rows<{ name: string }>(db, 'SELECT current_database() AS name')
      await ask(found.archived, here!.name)
      await removeArchived(db, found)
    }
    return { removed, archived: found.archived }
  } finally {
    await db.close()
  }
}
