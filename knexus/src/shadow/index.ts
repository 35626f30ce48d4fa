import type { Client } from 'pg'
import { connect, type OpenConnection, type Settings } from '../connection/connect.ts'
import { connectToServer } from '../connection/server.ts'
import type { Connection } from '../connection/connection.ts'
import { KnexusError } from '../base/errors.ts'
import type { SessionSettings } from './session.ts'

/** What is done with a new connection of a pool, as Knex has it. */
export type AfterCreate = (connection: object, done: () => void) => unknown

/** An empty database to try things in; gone when it is closed. */
export interface ShadowDatabase extends Connection {
  /** The driver's own end of it. Absent in a database that was made elsewhere. */
  readonly client?: Client
  /** How the sessions of others are to begin, where the knexfile says so. */
  readonly afterCreate?: AfterCreate
  /** The same database for others who open connections: Knex, a second session. */
  readonly settings: Settings
  /** Which of the states that were asked for it began with. */
  readonly state?: string | undefined
  /**
   * Whether it could be kept as it is, a clone would be the same, and what took so many milliseconds to build is worth
   * keeping; any time is, when not told. Absent where the place keeps nothing.
   */
  keepable?(took?: number): Promise<boolean>
  /** Ends it. `keepAs` is the state it holds, 32 hex digits: a later database may begin with it. */
  close(keepAs?: string): Promise<void>
}

/** A place that gives empty databases. */
export interface Shadow {
  /** `PostgreSQL 17, a scratch database on localhost:5432`. The output says which one was used. */
  readonly description: string
  /** The major version: 14 to 18. */
  readonly version: number
  /**
   * How the sessions of its databases read statements, and on what: what is built by other settings, another release,
   * another user or other extensions is another thing.
   */
  readonly reading: string
  /** The same place, whose sessions read statements as the given one does. What only another server has is left as it is here. */
  like(session: SessionSettings): Shadow
  /** An empty database; or one that begins with the first of these states that was kept. */
  database(states?: readonly string[]): Promise<ShadowDatabase>
  /** Drops every state that this user kept on a server, and answers with the names of their databases. Absent where none is. */
  clean?(): Promise<readonly string[]>
  close(): Promise<void>
}

/** Where a shadow may be made. */
export interface ShadowChoice {
  /** A `postgres://` URL or connection of a server that is there for this, or `embedded`. */
  readonly shadow?: Settings | undefined
  /**
   * The environment's own server: a scratch database is made beside the real one. Absent where that is not wanted, as
   * in production.
   */
  readonly server?: Settings | undefined
}

/**
 * The first of these that is available: the named shadow; a scratch database on the environment's server; PGlite in this process.
 * A shadow that was named and cannot be had is an error, never silently another one.
 */
export async function openShadow(
  { shadow, server }: ShadowChoice,
  onFallback?: (reason: string) => void,
): Promise<Shadow> {
  if (shadow === 'embedded') return embeddedShadow()
  if (shadow !== undefined) return serverShadow(await connect(shadow, 'The shadow'))
  if (server === undefined) return embeddedShadow()
  try {
    // The database itself may not be there yet.
    return await serverShadow(await connectToServer(server, 'The connection'))
  } catch (error) {
    if (!(error instanceof KnexusError) || MEANT.has(error.code)) throw error
    onFallback?.(error.message)
    return embeddedShadow().catch((second: unknown) => {
      throw second instanceof KnexusError
        ? new KnexusError(second.code, `${error.message} ${second.message}`, `${error.cure} Or: ${second.cure}`, {
            cause: second,
          })
        : second
    })
  }
}

/** Errors of the one who wrote down where the server is: nothing else is taken in its place. */
const MEANT: ReadonlySet<string> = new Set(['bad-url', 'no-connection'])

async function serverShadow(db: OpenConnection): Promise<Shadow> {
  const { openServerShadow } = await import('./server.ts')
  // What it made is dropped also where the work was told to stop.
  return openServerShadow({ ...db, query: (sql, values) => db.client.query(sql, values as unknown[]) })
}

async function embeddedShadow(): Promise<Shadow> {
  const { openEmbeddedShadow } = await import('./embedded.ts')
  return openEmbeddedShadow()
}
