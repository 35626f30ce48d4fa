import { between, messageOf, messagesOf, type Between } from './wire.ts'

/** A TCP proxy before PostgreSQL, behind which one statement of a client does not end by itself. */
export interface Staller extends Between {
  /** How many statements were sent since the last call of `stallAt`, on all connections. */
  readonly statements: number
  /** How many connections are open. */
  readonly connections: number
  /** Counts from 1 again. Statement `at` takes a minute, and `stalled` is called once it has left. */
  stallAt(at: number, stalled: () => void): void
  /** Accepts connections and says nothing, until it is told otherwise. */
  beSilent(silent: boolean, asked?: () => void): void
}

const STALL = messageOf('Q', Buffer.from('SELECT pg_sleep(60)\0'))

export async function staller(target: string): Promise<Staller> {
  let [statements, at, connections] = [0, Number.POSITIVE_INFINITY, 0]
  let [stalled, asked] = [() => {}, () => {}]
  let silent = false
  const server = await between(target, (client, open) => {
    connections += 1
    client.on('close', () => (connections -= 1))
    if (silent) {
      client.resume()
      asked()
      return
    }
    const backend = open()
    backend.on('data', (data) => client.write(data))
    messagesOf(client, (message, type) => {
      if (type === 'Q' || type === 'P') statements += 1
      if (type === 'Q' && statements === at) backend.write(STALL, stalled)
      // One with values is kept waiting before it is prepared.
      else if (type === 'P' && statements === at) backend.write(Buffer.concat([STALL, message]), stalled)
      else backend.write(message)
    })
  })
  return {
    ...server,
    get statements() {
      return statements
    },
    get connections() {
      return connections
    },
    stallAt(number, then) {
      statements = 0
      at = number
      stalled = then
    },
    beSilent(now, then = () => {}) {
      silent = now
      asked = then
    },
  }
}
