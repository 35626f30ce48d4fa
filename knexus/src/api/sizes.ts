import { connect } from '../connection/connect.ts'
import { settingsOfConnection } from '../project/index.ts'
import { loadSizes, readSizes, type Sizes } from '../weigh/sizes.ts'
import type { Workspace } from './workspace.ts'

/** The sizes of the tables of the environment's database. */
export async function stats(workspace: Workspace): Promise<Sizes> {
  const db = await connect(settingsOfConnection(await workspace.project()))
  try {
    return await readSizes(db)
  } finally {
    await db.close()
  }
}

/** The sizes that somebody names: a file of them, or `db`. Throws `bad-stats`. */
export async function sizesNamed(workspace: Workspace, name: string | undefined): Promise<Sizes | undefined> {
  if (name === undefined) return undefined
  return name === 'db' ? stats(workspace) : loadSizes(name)
}
