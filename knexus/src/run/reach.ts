import type { Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
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

/**
 * Refuses another database than the one that was asked for. A pooler may have a name of its own for it, and an
 * embedded one has none.
 */
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
