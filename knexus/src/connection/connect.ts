import type { Client, ClientConfig } from 'pg'
import type { Connection } from './connection.ts'
import { driver } from './driver.ts'
import { checkPlace } from './url.ts'
import { unreachable } from './refused.ts'
import { stopping, stopWith } from './stopping.ts'

/** Where a database is: a URL, what `pg` takes, or a function that gives either, as the `connection` of a knexfile. */
export type Settings = string | ClientConfig | (() => ClientConfig | string | Promise<ClientConfig | string>)

/** A session that its owner must close. */
export interface OpenConnection extends Connection {
  readonly client: Client
  close(): Promise<void>
}

/**
 * Opens one session of its own. Throws a KnexusError that says in which step it failed:
 * `bad-url`, `no-connection`, `database-unreachable`, `wrong-password`, `database-missing` or `connection-failed`.
 * `where` says which place is meant. Where the work is told to stop, it throws the reason, and so does each later query.
 */
export async function connect(settings: Settings, where = 'The connection'): Promise<OpenConnection> {
  const signal = stopping()
  signal?.throwIfAborted()
  const given = await (typeof settings === 'function' ? settings() : settings)
  checkPlace(given, where)
  const { Client } = await driver()
  const client = new Client(typeof given === 'string' ? { connectionString: given } : given)
  client.on('error', () => undefined)
  stopWith(client)
  try {
    await client.connect()
  } catch (error) {
    signal?.throwIfAborted()
    throw unreachable(error, client)
  }
  return {
    client,
    async query(sql, values) {
      signal?.throwIfAborted()
      return client.query(sql, values as unknown[])
    },
    close: () => client.end(),
  }
}

/** Host, port and database, as people say it; never the password. */
export function describe(client: { host: string; port: number; database?: string | undefined }): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`
}
