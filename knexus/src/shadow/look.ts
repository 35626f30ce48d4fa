import type { OpenConnection } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import { unlimited } from '../connection/limits.ts'
import { KnexusError } from '../base/errors.ts'
import { sessionSettings, type SessionSettings } from './session.ts'

interface Found {
  readonly version: number
  /** A name for what else decides what the same statements build here, and how that is printed. */
  readonly place: string
  readonly settings: SessionSettings
}

/** What a session finds of the server and of itself. Throws `no-shadow` where it can make no scratch database. */
export async function lookAround(admin: OpenConnection): Promise<Found> {
  const { client } = admin
  const settings = await sessionSettings(admin)
  await admin.query(unlimited())
  const [found] = await rows<Omit<Found, 'settings'> & Record<'able' | 'readonly', boolean>>(
    admin,
    `
    SELECT current_setting('server_version_num')::int / 10000 AS version, rolcreatedb OR rolsuper
      AND version() !~* 'emscripten|wasm' AS able,
      current_setting('default_transaction_read_only')::boolean AS readonly,
      concat_ws(' ', current_setting('server_version_num'), current_user, rolsuper,
        (SELECT concat_ws(' ', encoding, datcollate, datctype) FROM pg_database WHERE datname = 'template0'),
        (SELECT md5(string_agg(concat_ws(' ', name, default_version), ',' ORDER BY name COLLATE "C"))
          FROM pg_available_extensions())) AS place
    FROM pg_roles WHERE rolname = current_user`,
  )
  if (!found?.able)
    throw new KnexusError(
      'no-shadow',
      `The user "${client.user}" may not make a scratch database on ${client.host}:${client.port}.`,
      'Give the user CREATEDB, name another server with --shadow, or use --shadow embedded.',
    )
  if (found.readonly)
    throw new KnexusError(
      'no-shadow',
      `The sessions of "${client.user}" on ${client.host}:${client.port} are read-only (default_transaction_read_only).`,
      'Take the setting off, name another server with --shadow, or use --shadow embedded.',
    )
  return { version: found.version, place: found.place, settings }
}
