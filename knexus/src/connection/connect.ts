import type { Client, ClientConfig } from 'pg'
import type { Connection } from './connection.ts'
import { driver } from './driver.ts'
import { checkPlace } from './url.ts'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'

/** Where a database is: a URL, what `pg` takes, or a function that gives either, as the `connection` of a knexfile. */
export type Settings = string | ClientConfig | (() => ClientConfig | string | Promise<ClientConfig | string>)

/** A session that its owner must close. */
export interface OpenConnection extends Connection {
  readonly client: Client
  close(): Promise<void>
}

/**
 * Opens one session of its own. Throws a KnexusError that says in which step it failed:
 * `bad-url`, `no-connection`, `database-unreachable`, `wrong-password`, `database-missing` or `connection-failed`. `where` says which place is meant.
 */
export async function connect(settings: Settings, where = 'The connection'): Promise<OpenConnection> {
  const given = await (typeof settings === 'function' ? settings() : settings)
  checkPlace(given, where)
  const { Client } = await driver()
  const client = new Client(typeof given === 'string' ? { connectionString: given } : given)
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw unreachable(error, client)
  }
  return {
    client,
    query: (sql, values) => client.query(sql, values as unknown[]),
    close: () => client.end(),
  }
}

/** Host, port and database, as people say it; never the password. */
export function describe(client: { host: string; port: number; database?: string | undefined }): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`
}

function unreachable(error: unknown, client: Client): KnexusError {
  const where = describe(client)
  const code = sqlState(error)
  if (code === '28P01' || code === '28000') {
    return new KnexusError(
      'wrong-password',
      `The server at ${where} refused user "${client.user}": ${messageOf(error)}.`,
      'Correct the user and the password in .env or the environment.',
      { cause: error },
    )
  }
  if (code === '3D000') {
    return new KnexusError(
      'database-missing',
      `There is no database ${where}.`,
      `Create it with npx knexus up --create-database, or correct the name in .env or the environment.`,
      { cause: error },
    )
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new KnexusError(
      'database-unreachable',
      `The host "${client.host}" has no address.`,
      client.host === 'db'
        ? 'The host "db" exists only between Docker containers: use --env development on the host, or run the command in the container.'
        : 'Correct the host in .env or the environment.',
      { cause: error },
    )
  }
  if (code === 'ECONNREFUSED' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH') {
    return new KnexusError(
      'database-unreachable',
      `No server answers at ${where} (${code}).`,
      'Start PostgreSQL there, or correct host and port in .env or the environment.',
      { cause: error },
    )
  }
  return new KnexusError(
    'connection-failed',
    `The connection to ${where} failed: ${messageOf(error)}.`,
    'Try the same connection with psql to see what the server says.',
    { cause: error },
  )
}
