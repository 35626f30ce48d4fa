import { randomBytes } from 'node:crypto'
import type { ClientConfig } from 'pg'
import { connect, type OpenConnection } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import { quoteIdent } from '../base/sql.ts'
import type { Shadow, ShadowDatabase } from './index.ts'
import { CLONEABLE, KeptDatabases } from './kept.ts'
import { lookAround } from './look.ts'
import { readingLike, startupOptions, type SessionSettings } from './session.ts'

const PREFIX = 'knexus_shadow_'

/** What was built in less than this, in milliseconds, is not worth a database that stays. */
const WORTH_KEEPING = 300

/**
 * Makes scratch databases on a real server. They are dropped when they are closed, at the latest with the shadow; one
 * that a crash left is dropped by the next run.
 */
export async function openServerShadow(admin: OpenConnection): Promise<Shadow> {
  const { client } = admin
  const server = await lookAround(admin).catch(async (error: unknown) => {
    await admin.close().catch(() => undefined)
    throw error
  })
  let cleaned: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  // Databases are made and dropped for several users at once, and one session does one thing after the other.
  const inTurn = (sql: string) => {
    const result = last.then(() => admin.query(sql))
    last = result.catch(() => undefined)
    return result
  }
  const refused: unknown[] = []
  const again: string[] = []
  // Nobody waits until a database is gone but who closes the shadow.
  const drop = (database: string) =>
    void inTurn(`DROP DATABASE IF EXISTS ${quoteIdent(database)} WITH (FORCE)`).catch(() => again.push(database))
  const kept = new KeptDatabases(inTurn, admin)
  const opened = (settings: SessionSettings): Shadow => ({
    description: `PostgreSQL ${server.version}, a scratch database on ${client.host}:${client.port}`,
    version: server.version,
    reading: `${JSON.stringify(settings.all)} ${server.place}`,
    like: (other) => opened(readingLike(settings, other)),
    async database(states = []) {
      await (cleaned ??= dropAbandoned(admin))
      const options = startupOptions(settings)
      return create({ client: admin.client, options, version: server.version, admin: inTurn, drop, kept, states })
    },
    clean: () => kept.clean(),
    async close() {
      await last
      // What could not be dropped at once, because somebody still looked at it, may be by now.
      for (const database of again)
        await admin
          .query(`DROP DATABASE IF EXISTS ${quoteIdent(database)} WITH (FORCE)`)
          .catch((error: unknown) => refused.push(error))
      await admin.close().catch((error: unknown) => refused.push(error))
      if (refused.length > 0) throw refused[0]
    },
  })
  return opened(server.settings)
}

interface Making {
  readonly client: OpenConnection['client']
  /** What its sessions say at their start. */
  readonly options: string | undefined
  readonly version: number
  readonly admin: (sql: string) => Promise<unknown>
  readonly drop: (database: string) => void
  readonly kept: KeptDatabases
  readonly states: readonly string[]
}

/** The name carries the time, so that a later run knows what was abandoned. */
async function create({ client, options, version, admin, drop, kept, states }: Making): Promise<ShadowDatabase> {
  const database = `${PREFIX}${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`
  const state = await clone(database, version, admin, kept, states)
  const settings: ClientConfig = {
    host: client.host,
    port: client.port,
    database,
    application_name: 'knexus-shadow',
    ...(client.user !== undefined && { user: client.user }),
    ...(typeof client.password === 'string' && { password: client.password }),
    ...(client.ssl !== undefined && { ssl: client.ssl }),
    ...(options !== undefined && { options }),
  }
  let session: OpenConnection | undefined
  try {
    session = await connect(settings)
    await session.query(`SET synchronous_commit = off; SET client_min_messages = warning; ${QUIETLY}`)
  } catch (error) {
    await session?.close().catch(() => undefined)
    drop(database)
    throw error
  }
  const opened = session
  return {
    settings,
    client: opened.client,
    state,
    query: (sql, values) => opened.query(sql, values),
    keepable: async (took = Infinity) =>
      took > WORTH_KEEPING && (await rows<{ cloneable: boolean }>(opened, CLONEABLE))[0]?.cloneable === true,
    async close(as) {
      let stays = false
      try {
        await opened.close()
        stays = as !== undefined && (await kept.keep(database, as))
      } finally {
        if (!stays) drop(database)
      }
    },
  }
}

/** Makes a database from the first of some states that is kept, and answers with that state; else from nothing. */
async function clone(
  database: string,
  version: number,
  admin: (sql: string) => Promise<unknown>,
  kept: KeptDatabases,
  states: readonly string[],
): Promise<string | undefined> {
  const found = states.length > 0 ? await kept.first(states) : undefined
  if (found) {
    try {
      await admin(
        `CREATE DATABASE ${quoteIdent(database)} TEMPLATE ` +
          `${quoteIdent(found.database)}${version >= 15 ? ' STRATEGY FILE_COPY' : ''}`,
      )
      return found.state
    } catch {
      // Another run may have dropped it.
    }
  }
  await admin(`CREATE DATABASE ${quoteIdent(database)} TEMPLATE template0`)
  return undefined
}

/** Much is tried here that may be refused, and none of it belongs into the server's log. Only a superuser may say so. */
const QUIETLY = `SELECT set_config('log_min_messages', 'fatal', false) WHERE current_setting('is_superuser')::boolean`

/**
 * Drops what a crashed run left: nobody is connected to it, and it is older than ten minutes. What cannot be dropped
 * stands in nobody's way.
 */
async function dropAbandoned(admin: OpenConnection): Promise<void> {
  const left = await rows<{ datname: string }>(
    admin,
    `
    SELECT datname FROM pg_database d
    WHERE datname ~ '^${PREFIX}[0-9]+_[0-9a-f]{8}$' AND split_part(datname, '_', 3)::bigint < extract(epoch FROM now()) - 600
      AND pg_has_role(datdba, 'MEMBER') AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)`,
  )
  for (const { datname } of left)
    await admin.query(`DROP DATABASE IF EXISTS ${quoteIdent(datname)}`).catch(() => undefined)
}
