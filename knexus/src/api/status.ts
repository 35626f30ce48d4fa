import type { Connection } from '../connection/connection.ts'
import { migratorConfig } from '../migrations/replay.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import type { Project } from '../project/index.ts'
import { reader } from '../run/reader.ts'

/**
 * What files and database say of each migration, and which database that is. Whether an edited file still does the
 * same is only looked at where there is one.
 */
export async function statusOf(project: Project): Promise<{ readonly status: Status; readonly database: string }> {
  const { db, database, close } = await reader(project)
  try {
    return { status: await judged(db, project, await readStatus(db, migratorConfig(project))), database }
  } finally {
    await close()
  }
}

async function judged(db: Connection, { config }: Project, status: Status): Promise<Status> {
  if (!status.entries.some((entry) => entry.state === 'edited')) return status
  const { judgeEdits } = await import('../migrations/edited.ts')
  return judgeEdits(db, config, status)
}
