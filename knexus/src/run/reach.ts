import type { Knex } from 'knex'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import type { Place } from '../connection/place.ts'
import { checkPlace, databaseAsked } from '../connection/url.ts'

/** The connection of the knexfile, once it has been looked at; a function's answer is looked at when it gives one. */
export function checked({ client, connection }: Knex.Config): unknown {
  const where = 'The connection of the knexfile'
  // A client that is a class, such as PGlite's, may know its place by itself.
  if (connection === undefined && typeof client === 'function') return connection
  if (typeof connection !== 'function') {
    checkPlace(connection, where)
    return connection
  }
  return async () => {
    const given = await connection()
    checkPlace(given, where)
    return given
  }
}

/** Refuses another database than the one that was asked for. A pooler may have a name of its own for it, and an embedded one has none. */
export async function sameDatabase({ connection }: Knex.Config, place: Place): Promise<void> {
  const asked = databaseAsked(typeof connection === 'function' ? await connection() : connection)
  if (asked === undefined || asked === place.database || place.pooled || place.embedded) return
  throw new KnexusError(
    'another-database',
    `The knexfile asks for the database ${asked}, and the connection leads to ${place.database}`,
    'Give the database in one place of the connection only; nothing was done.',
  )
}

/** Errors that say for themselves what is wrong: ours, and a knexfile's about its settings. */
export function isSaid(error: unknown): boolean {
  return error instanceof KnexusError || (error instanceof Error && error.name === 'SettingsError')
}

/** What stands in the way to a database, and what to do about it. */
export function unreachable(error: unknown): KnexusError {
  const state = sqlState(error) ?? ''
  const message = messageOf(error)
  const options = { cause: error }
  if (state === 'ENOTFOUND' || state === 'EAI_AGAIN') {
    return new KnexusError(
      'database-unreachable',
      `The host of the database has no address: ${message}`,
      'Correct the host name; `db` exists only inside the Docker network, outside it the host is localhost.',
      options,
    )
  }
  if (['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT'].includes(state)) {
    return new KnexusError(
      'database-unreachable',
      `The database does not answer: ${message}`,
      'Start PostgreSQL, or correct the host and port of the environment.',
      options,
    )
  }
  if (state === '28P01' || state === '28000')
    return new KnexusError(
      'wrong-password',
      `The server refuses the user: ${message}`,
      'Correct the user or the password of the environment.',
      options,
    )
  if (state === '3D000')
    return new KnexusError(
      'database-missing',
      `The database does not exist: ${message}`,
      'Create it with npx knexus up --create-database, or correct its name in the environment.',
      options,
    )
  if (state === '53300')
    return new KnexusError(
      'too-many-connections',
      `The server accepts no more connections: ${message}`,
      'Wait, end sessions that nobody needs, or raise max_connections.',
      options,
    )
  if (/^[0-9A-Z]{5}$/.test(state) && !/^(?:08|57P)/.test(state) && !state.startsWith('E'))
    return new KnexusError(
      'session-refused',
      `The database was reached, and refuses the settings that a run starts with: ${message} (${state})`,
      'Grant this user what it lacks, or take the setting out of the connection that the server refuses.',
      options,
    )
  return new KnexusError(
    'connection-failed',
    `The database cannot be reached: ${message}`,
    'Check the connection of this environment: host, port, database and user.',
    options,
  )
}
