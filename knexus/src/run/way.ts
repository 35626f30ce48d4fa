import { lookup } from 'node:dns/promises'
import { connect as dial } from 'node:net'
import type { Knex } from 'knex'
import { messageOf } from '../base/errors.ts'
import { failed, ok, type Check } from './checks.ts'

/** Name and port, before anyone asks for a password. An embedded database has neither. */
export async function wayTo(config: Knex.Config): Promise<Check[]> {
  const given: unknown = typeof config.connection === 'function' ? await config.connection() : config.connection
  const place: { readonly host?: string; readonly port?: number; readonly connection?: object } | undefined =
    typeof given === 'string' ? fromUrl(given) : (given as object | undefined)
  if (!place?.host || place.connection || place.host.startsWith('/')) return []
  const { host, port = 5432 } = place
  try {
    const { address } = await lookup(host)
    const refused = await reach(address, port)
    return [
      ok('host', `${host} is ${address}`),
      refused
        ? failed(
            'port',
            `nothing answers at ${host}:${port} (${refused})`,
            'Start PostgreSQL there, or correct host and port; in Docker, publish the port.',
          )
        : ok('port', `something listens at ${host}:${port}`),
    ]
  } catch (error) {
    return [
      failed(
        'host',
        `${host} has no address (${messageOf(error)})`,
        host === 'db'
          ? 'The name db exists only between the containers: outside Docker use --env development, or run the ' +
              'command inside the container.'
          : 'Correct the host of the environment.',
      ),
    ]
  }
}

function fromUrl(url: string): { host: string; port: number } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed && { host: parsed.hostname, port: Number(parsed.port || 5432) }
}

function reach(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = dial({ host, port, timeout: 5_000 })
    const end = (answer: string | undefined) => {
      socket.destroy()
      resolve(answer)
    }
    socket
      .once('connect', () => end(undefined))
      .once('timeout', () => end('no answer in 5 s'))
      .once('error', (error) => end(messageOf(error)))
  })
}
