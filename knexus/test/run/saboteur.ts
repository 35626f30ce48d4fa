import { between, messageOf, messagesOf, type Between } from './wire.ts'

/** A TCP proxy before PostgreSQL that turns one statement of a client into one that fails. */
export interface Saboteur extends Between {
  /** How many statements were sent, on all connections. */
  readonly statements: number
}

/** Makes the statement with the number `failAt`, counted from 1 over all connections, one that fails. */
export async function saboteur(target: string, failAt = Number.POSITIVE_INFINITY): Promise<Saboteur> {
  let statements = 0
  const server = await between(target, (client, open) => {
    const backend = open()
    backend.on('data', (data) => client.write(data))
    messagesOf(client, (message, type) => {
      const isStatement = type === 'Q' || type === 'P'
      if (isStatement) statements += 1
      backend.write(isStatement && statements === failAt ? failing(type, message) : message)
    })
  })
  return {
    ...server,
    get statements() {
      return statements
    },
  }
}

/** A message of the same type, and for the same prepared statement, that asks for what cannot be. */
function failing(type: string, message: Buffer): Buffer {
  const name = type === 'P' ? message.subarray(5, message.indexOf(0, 5) + 1) : Buffer.alloc(0)
  const body = Buffer.concat([name, Buffer.from('SELECT 1 / 0\0'), type === 'P' ? Buffer.alloc(2) : Buffer.alloc(0)])
  return messageOf(type, body)
}
