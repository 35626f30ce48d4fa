import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'

/** A TCP server before PostgreSQL, to which clients of a test connect instead. */
export interface Between {
  readonly url: string
  /** Cuts what is open, and takes no more. */
  close(): Promise<void>
}

/**
 * Listens on a port of this machine before the server of a URL. `serve` is called with each client, with what opens a
 * connection to the server for it, and with what cuts every connection.
 */
export async function between(
  target: string,
  serve: (client: Socket, open: () => Socket, cut: () => void) => void,
): Promise<Between> {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    sockets.add(client.on('error', () => client.destroy()))
    const open = () => {
      const backend = createConnection(Number(to.port || 5432), to.hostname)
      sockets.add(backend.on('error', () => backend.destroy()).on('close', () => client.destroy()))
      client.on('close', () => backend.destroy())
      return backend.setNoDelay(true)
    }
    serve(client.setNoDelay(true), open, cut)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const here = new URL(target)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as AddressInfo).port)
  return {
    url: here.href,
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}

/** Cuts what a client sends into messages. The first has no type: `''`. */
export function messagesOf(client: Socket, take: (message: Buffer, type: string) => void): void {
  let begun = false
  let waiting = Buffer.alloc(0)
  client.on('data', (data) => {
    waiting = Buffer.concat([waiting, data])
    for (;;) {
      const head = begun ? 1 : 0
      if (waiting.length < head + 4) return
      const length = head + waiting.readInt32BE(head)
      if (waiting.length < length) return
      const message = waiting.subarray(0, length)
      waiting = waiting.subarray(length)
      const type = begun ? String.fromCharCode(message[0]!) : ''
      begun = true
      take(message, type)
    }
  })
}

/** A message of the protocol with its type, `Q` for a query, and its length. */
export function messageOf(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
