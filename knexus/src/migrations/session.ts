import type { Knex } from 'knex'
import type { Client } from 'pg'
import type { Connection } from '../connection/connection.ts'
import { unlimited } from '../connection/limits.ts'
import type { Project } from '../project/index.ts'
import type { AfterCreate, Shadow } from '../shadow/index.ts'

/** What the knexfile says to each session before a migration gets it: `searchPath`, `pool.afterCreate`. */
export type Session = Pick<Knex.Config, 'searchPath' | 'pool'>

export function sessionOf(project: Project): Session {
  const {
    config: { searchPath },
  } = project
  const afterCreate = afterCreateOf(project)
  return { ...(searchPath !== undefined && { searchPath }), ...(afterCreate && { pool: { afterCreate } }) }
}

/** A name for how the project's sessions begin: the same migrations build something else in others. */
export function nameOfSession({ config: { searchPath, pool } }: Project): string {
  return JSON.stringify([searchPath, pool?.afterCreate && String(pool.afterCreate)])
}

/**
 * A shadow on which models and generated files find what the knexfile's `pool.afterCreate` sets for them, as the
 * migrations do.
 */
export function preparedShadow(shadow: Shadow, project: Project): Shadow {
  const afterCreate = afterCreateOf(project)
  if (!afterCreate) return shadow
  const prepared = (plain: Shadow): Shadow => ({
    ...plain,
    reading: `${plain.reading} ${nameOfSession(project)}`,
    like: (session) => prepared(plain.like(session)),
    async database(states) {
      const db = await plain.database(states)
      try {
        if (db.client) await begin(db, db.client, afterCreate)
        return { ...db, afterCreate }
      } catch (error) {
        await db.close()
        throw error
      }
    },
  })
  return prepared(shadow)
}

/** Who it is and how long it may wait stay as they were: the shadow is made and read by its owner. */
const AS_OWNER = `RESET SESSION AUTHORIZATION; RESET ROLE; ${unlimited()}`

async function begin(db: Connection, client: Client, afterCreate: AfterCreate): Promise<void> {
  await new Promise<void>((resolve) => {
    afterCreate(client, resolve)
  })
  await db.query(AS_OWNER)
}

/** The knexfile's own, where what the shadow refuses, such as a role of another server, is left out. */
function afterCreateOf({ config: { pool } }: Project): AfterCreate | undefined {
  const theirs = pool?.afterCreate as AfterCreate | undefined
  return theirs && ((connection, done) => theirs(connection, () => done()))
}
