import type { Connection } from './connection.ts'
import { rows } from './connection.ts'

/** Where a run takes place; nothing secret is in it. */
export interface Place {
  readonly database: string
  readonly user: string
  /** As PostgreSQL sees it; null for a local socket or an embedded database. */
  readonly host: string | null
  readonly port: number | null
  /** `server_version_num`: 150020. */
  readonly version: number
  /** PGlite: one session, in this process. */
  readonly embedded: boolean
  /**
   * A pooler stands between, such as PgBouncer: the pid we were given is not the backend's. Session state cannot be
   * relied on.
   */
  readonly pooled: boolean
  /** A standby, where nothing can be written. */
  readonly standby: boolean
}

/** Looks at where a connection leads; `processID` is the pid that the server told us when we connected. */
export async function placeOf(db: Connection, processID: number | null | undefined): Promise<Place> {
  const [row] = await rows<
    Record<'database' | 'user' | 'full', string> & {
      host: string | null
      port: number | null
      version: number
      pid: number
      standby: boolean
    }
  >(
    db,
    `SELECT current_database() AS database, current_user AS "user", host(inet_server_addr()) AS host,
      inet_server_port() AS port, version() AS full,
       current_setting('server_version_num')::int AS version, pg_backend_pid() AS pid, pg_is_in_recovery() AS standby`,
  )
  const { full, pid, ...place } = row!
  const embedded = /emscripten|wasm/i.test(full)
  return { ...place, embedded, pooled: !embedded && processID !== undefined && processID !== null && processID !== pid }
}

/** Bytes on disk; the server looks at every file of the database to answer. */
export async function sizeOf(db: Connection): Promise<number> {
  return Number((await rows<{ size: string }>(db, 'SELECT pg_database_size(current_database()) AS size'))[0]!.size)
}

/** A place in words: `clinnexus at 127.0.0.1:5432`. */
export function sayPlace({ database, host, port, embedded }: Place): string {
  if (embedded) return `${database}, embedded`
  return host === null
    ? `${database} over a local socket`
    : `${database} at ${host.includes(':') ? `[${host}]` : host}:${port}`
}
