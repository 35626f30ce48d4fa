import { build } from '../build/index.ts'
import { replayed, type HistoryFile } from '../migrations/replay.ts'
import type { Project } from '../project/index.ts'
import type { Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

/** A scratch database where the comparison begins: at `base` where there is one, else at what the history builds. */
export async function start(
  shadow: Shadow,
  project: Project,
  files: readonly HistoryFile[],
  base: { readonly schema: Schema } | undefined,
): Promise<ShadowDatabase> {
  if (!base) return replayed(files, project, shadow)
  const db = await shadow.database()
  try {
    await build(base.schema, db)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}
