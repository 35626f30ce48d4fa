import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy before PostgreSQL, behind which one statement of a client does not end by itself. */
export interface Staller {
  readonly url: string
  /** How many statements were sent since the last call of `stallAt`, on all connections. */
  readonly statements: number
  /** How many connections are open. */
  readonly connections: number
  /** Counts from 1 again. Statement `at` takes a minute, and `stalled` is called once it has left. */
  stallAt(at: number, stalled: () => void): void
  /** Accepts connections and says nothing, until it is told otherwise. */
  beSilent(silent: boolean, asked?: () => void): void
  close(): Promise<void>
}

const STALL = 'SELECT pg_sleep(60)'

export async function staller(target: string): Promise<Staller> {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  let [statements, at, connections] = [0, Number.POSITIVE_INFINITY, 0]
  let [stalled, asked] = [() => {}, () => {}]
  let silent = false
  const server = createServer((client) => {
    connections += 1
    client.on('close', () => (connections -= 1)).on('error', () => client.destroy())
    sockets.add(client)
    if (silent) {
      client.resume()
      asked()
      return
    }
    const backend = createConnection(Number(to.port || 5432), to.hostname)
    sockets.add(backend.on('error', () => client.destroy()).on('close', () => client.destroy()))
    client.on('close', () => backend.destroy())
    let begun = false
    let waiting = Buffer.alloc(0)
    client.on('data', (data) => {
      waiting = Buffer.concat([waiting, data])
      for (;;) {
        // The first message has no type before its length.
        const head = begun ? 1 : 0
        if (waiting.length < head + 4) return
        const length = head + waiting.readInt32BE(head)
        if (waiting.length < length) return
        const message = waiting.subarray(0, length)
        waiting = waiting.subarray(length)
        const type = begun ? String.fromCharCode(message[0]!) : ''
        begun = true
        if (type === 'Q' || type === 'P') statements += 1
        if (type === 'Q' && statements === at) backend.write(query(STALL), stalled)
        // One with values is kept waiting before it is prepared.
        else if (type === 'P' && statements === at) backend.write(Buffer.concat([query(STALL), message]), stalled)
        else backend.write(message)
      }
    })
    backend.on('data', (data) => client.write(data))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const here = new URL(target)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as AddressInfo).port)
  return {
    url: here.href,
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
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function query(sql: string): Buffer {
  const body = Buffer.from(`${sql}\0`)
  const head = Buffer.alloc(5)
  head.write('Q')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
