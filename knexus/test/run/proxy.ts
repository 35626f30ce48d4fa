import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A small TCP proxy before PostgreSQL that cuts every connection at a chosen message. */
export interface Proxy {
  readonly url: string
  /** How many messages went through, both ways. */
  readonly messages: number
  close(): Promise<void>
}

export interface ProxyOptions {
  /** Counts chunks of data in both directions, from 1; when it is reached the chunk is swallowed, and all connections are cut and refused. */
  readonly cutAt?: number
  /** Connections that are made after the cut are served again. */
  readonly once?: boolean
  /** The pid that clients are told instead of their backend's, as a pooler does. */
  readonly pid?: number
}

export async function proxy(
  target: string,
  { cutAt = Number.POSITIVE_INFINITY, once = false, pid }: ProxyOptions = {},
): Promise<Proxy> {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  let messages = 0
  let cut = false
  const server: Server = createServer((client) => {
    const backend = createConnection(Number(to.port || 5432), to.hostname)
    for (const socket of [client, backend]) {
      sockets.add(socket)
      socket
        .on('error', () => socket.destroy())
        .on('close', () => {
          client.destroy()
          backend.destroy()
        })
      socket.setNoDelay(true)
    }
    if (cut) client.destroy()
    const pass = (other: Socket) => (data: Buffer) => {
      messages += 1
      cut ||= once ? messages === cutAt : messages >= cutAt
      if (cut) {
        for (const socket of sockets) socket.destroy()
        cut = !once
      } else other.write(data)
    }
    client.on('data', pass(backend))
    let greeting = pid !== undefined
    const toClient = pass(client)
    backend.on('data', (data) => {
      if (greeting) greeting = !disguise(data, pid!)
      toClient(data)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const here = new URL(target)
  here.hostname = '127.0.0.1'
  here.port = String((server.address() as AddressInfo).port)
  return {
    url: here.href,
    get messages() {
      return messages
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Overwrites the pid in the server's BackendKeyData message (`K`, length 12), if this chunk has it. */
function disguise(data: Buffer, pid: number): boolean {
  const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]))
  if (at < 0) return false
  data.writeInt32BE(pid, at + 5)
  return true
}
