import { createConnection, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A TCP proxy before PostgreSQL that turns one statement of a client into one that fails. */
export interface Saboteur {
  readonly url: string
  /** How many statements were sent, on all connections. */
  readonly statements: number
  close(): Promise<void>
}

/** Makes the statement with the number `failAt`, counted from 1 over all connections, one that fails. */
export async function saboteur(target: string, failAt = Number.POSITIVE_INFINITY): Promise<Saboteur> {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  let statements = 0
  const server = createServer((client) => {
    const backend = createConnection(Number(to.port || 5432), to.hostname)
    for (const socket of [client, backend])
      sockets.add(
        socket.on('error', () => socket.destroy()).on('close', () => [client, backend].map((end) => end.destroy())),
      )
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
        backend.write((type === 'Q' || type === 'P') && statements === failAt ? failing(type, message) : message)
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
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** A message of the same type, and for the same prepared statement, that asks for what cannot be. */
function failing(type: string, message: Buffer): Buffer {
  const name = type === 'P' ? message.subarray(5, message.indexOf(0, 5) + 1) : Buffer.alloc(0)
  const body = Buffer.concat([name, Buffer.from('SELECT 1 / 0\0'), type === 'P' ? Buffer.alloc(2) : Buffer.alloc(0)])
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
