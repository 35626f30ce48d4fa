import type { Socket } from 'node:net'
import { between, type Between } from './wire.ts'

/** A small TCP proxy before PostgreSQL that cuts every connection at a chosen message. */
export interface Proxy extends Between {
  /** How many messages went through, both ways. */
  readonly messages: number
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
  let messages = 0
  let isCut = false
  const server = await between(target, (client, open, cut) => {
    const backend = open()
    if (isCut) client.destroy()
    const pass = (other: Socket) => (data: Buffer) => {
      messages += 1
      isCut ||= once ? messages === cutAt : messages >= cutAt
      if (isCut) {
        cut()
        isCut = !once
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
  return {
    ...server,
    get messages() {
      return messages
    },
  }
}

/** Overwrites the pid in the server's BackendKeyData message (`K`, length 12), if this chunk has it. */
function disguise(data: Buffer, pid: number): boolean {
  const at = data.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]))
  if (at < 0) return false
  data.writeInt32BE(pid, at + 5)
  return true
}
