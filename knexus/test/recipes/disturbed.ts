import { Client } from 'pg'
import { between, messageOf, messagesOf, type Between } from '../run/wire.ts'

/** What befalls one statement of a run: the server refuses it, its session is ended, or it is cancelled. */
export const MISHAPS = ['refused', 'terminated', 'cancelled'] as const
export type Mishap = (typeof MISHAPS)[number]

/** A TCP proxy before PostgreSQL, under which one statement of a run meets with a mishap. */
export interface Disturbed extends Between {
  /** How many statements were sent, on all connections. */
  readonly statements: number
}

/** Disturbs the statement with the number `at`, counted from 1 over all connections; none where it is left out. */
export async function disturbed(target: string, mishap: Mishap, at = Number.POSITIVE_INFINITY): Promise<Disturbed> {
  let statements = 0
  const admin = new Client({ connectionString: target, application_name: 'psql' })
  await admin.connect()
  const server = await between(target, (client, open) => {
    const backend = open()
    let pid = 0
    backend.on('data', (data) => {
      pid ||= pidIn(data)
      client.write(data)
    })
    messagesOf(client, (message, type) => {
      const isStatement = type === 'Q' || type === 'P'
      if (isStatement) statements += 1
      if (!isStatement || statements !== at) backend.write(message)
      else if (mishap === 'refused') backend.write(refused(type, message))
      else {
        backend.write(message)
        const how = mishap !== 'cancelled' ? 'pg_terminate_backend' : 'pg_cancel_backend'
        void admin.query(`SELECT ${how}($1)`, [pid])
      }
    })
  })
  return {
    ...server,
    async close() {
      await server.close()
      await admin.end()
    },
    get statements() {
      return statements
    },
  }
}

/** The number of the session's process, from the server's BackendKeyData message; 0 where it is not there. */
function pidIn(data: Buffer): number {
  const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0]))
  return at < 0 ? 0 : data.readInt32BE(at + 5)
}

/** A message of the same type, and for the same prepared statement, that asks for what cannot be. */
function refused(type: string, message: Buffer): Buffer {
  const name = type === 'P' ? message.subarray(5, message.indexOf(0, 5) + 1) : Buffer.alloc(0)
  return messageOf(
    type,
    Buffer.concat([name, Buffer.from('SELECT 1 / 0\0'), type === 'P' ? Buffer.alloc(2) : Buffer.alloc(0)]),
  )
}

/** How many statements some work sends. */
export async function statementsOf(url: string, work: (url: string) => Promise<unknown>): Promise<number> {
  const line = await disturbed(url, 'refused')
  await work(line.url)
  await line.close()
  return line.statements
}

/** Says in an error where it happened. */
export async function told(where: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Error) error.message = `${where}: ${error.message}`
    throw error
  }
}
