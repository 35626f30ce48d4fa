import { connect } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { placeOf } from '../connection/place.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { settingsOf } from '../project/run-settings.ts'
import { sameDatabase } from './reach.ts'

/** A connection, the database it leads to, and how to close it. */
export interface Reader {
  readonly db: Connection
  readonly database: string
  readonly close: () => Promise<void>
}

/** The driver alone, unless the knexfile says of its sessions what only Knex and the runner know how to do. */
export async function reader(project: Project): Promise<Reader> {
  const { config } = project
  const settings = settingsOf(project.settings.run)
  const { client, searchPath, pool } = config
  if (typeof client !== 'string' || searchPath !== undefined || pool?.afterCreate || settings.databaseTimeout > 0) {
    const { openSession } = await import('./session.ts')
    const session = await openSession(config, { settings })
    return { db: session.db, database: session.place.database, close: () => session.close() }
  }
  const db = await connect(settingsOfConnection(project))
  try {
    const place = await placeOf(db, Reflect.get(db.client, 'processID') as number | null)
    await sameDatabase(config, place)
    return { db, database: place.database, close: () => db.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}
