import type { Knex } from 'knex'
import type { Client } from 'pg'
import { rows, type Connection } from '../connection/connection.ts'
import type { ShadowDatabase } from '../shadow/index.ts'

/**
 * How long one statement may take on made-up rows: a recursive view over rows that refer to each other in a circle
 * never ends.
 */
const LIMIT = '60s'

/** How much it may write to disk on its way, where the user may limit that. */
const DISK = '256MB'

/** Ends whatever statement of this session made-up rows would keep busy forever, before it fills the disk. */
export async function limitTime(db: Connection, limit = LIMIT): Promise<void> {
  await db.query(
    `SET statement_timeout = '${limit}'; SELECT set_config('temp_file_limit', '${DISK}', false) ` +
      'WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)',
  )
}

/** One more connection, which begins as the knexfile says and whose statements have the limits of this session. */
export async function poolOf(db: ShadowDatabase): Promise<Knex.PoolConfig> {
  const limits = await rows<{ sql: string }>(
    db,
    `SELECT format('SET %s = %s', name, setting) AS sql FROM pg_settings
     WHERE name IN ('statement_timeout', 'temp_file_limit') AND source = 'session'`,
  )
  const afterCreate = (connection: Client, done: (error?: Error) => void): void => {
    const theirs = () => (db.afterCreate ? db.afterCreate(connection, done) : done())
    connection.query(limits.map(({ sql }) => sql).join('; ')).then(theirs, done)
  }
  return { min: 0, max: 1, afterCreate }
}

/** Whether this SQLSTATE says that a statement reached a limit: query_canceled, configuration_limit_exceeded. */
export function reachesLimit(state: string | undefined): boolean {
  return state === '57014' || state === '53400'
}
