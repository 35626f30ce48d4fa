import type { ClientConfig } from 'pg'
import { KnexusError, sqlState } from '../base/errors.ts'
import { quoteIdent } from '../base/sql.ts'
import { connect, type OpenConnection, type Settings } from './connect.ts'
import { databaseAsked, withDatabase } from './url.ts'

/** The databases that every server has for those who make others. */
const MAINTENANCE: readonly string[] = ['postgres', 'template1']

/**
 * A session on the server of a place: in its database, or in another one where that is not there yet. Throws as
 * `connect` does.
 */
export async function connectToServer(settings: Settings, where?: string): Promise<OpenConnection> {
  return (await reach(settings, where)).db
}

/**
 * Creates the database of a place where it is missing. Answers with its name if it was created. Throws as `connect`
 * does, and `not-allowed`.
 */
export async function createIfMissing(settings: Settings): Promise<string | undefined> {
  const { db, missing } = await reach(settings)
  try {
    if (missing === undefined) return undefined
    await db.query(`CREATE DATABASE ${quoteIdent(missing)}`)
    return missing
  } catch (error) {
    const state = sqlState(error)
    // Somebody else created it in the meantime.
    if (state === '42P04' || state === '23505') return undefined
    if (state !== '42501') throw error
    throw new KnexusError(
      'not-allowed',
      `The user "${db.client.user}" may not create the database ${missing}.`,
      `Give the user CREATEDB, or have somebody create it who may: createdb ${missing}.`,
      { cause: error },
    )
  } finally {
    await db.close()
  }
}

async function reach(
  settings: Settings,
  where?: string,
): Promise<{ readonly db: OpenConnection; readonly missing?: string }> {
  const given = typeof settings === 'function' ? await settings() : settings
  try {
    return { db: await connect(given, where) }
  } catch (error) {
    const missing = databaseAsked(given) ?? process.env['PGDATABASE']
    if (!(error instanceof KnexusError) || error.code !== 'database-missing' || missing === undefined) throw error
    return { db: await elsewhere(given, error), missing }
  }
}

async function elsewhere(given: string | ClientConfig, missing: KnexusError): Promise<OpenConnection> {
  for (const database of MAINTENANCE) {
    const db = await connect(withDatabase(given, database)).catch(() => undefined)
    if (db) return db
  }
  throw missing
}
