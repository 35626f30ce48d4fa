import { AsyncLocalStorage } from 'node:async_hooks'
import { connect, Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'

const scope = new AsyncLocalStorage<AbortSignal>()

/** Does some work whose connections and pauses end when the signal is aborted. */
export function stoppable<R>(signal: AbortSignal | undefined, work: () => Promise<R>): Promise<R> {
  return signal ? scope.run(signal, work) : work()
}

/** The signal of the work that is being done, if it has one. */
export function stopping(): AbortSignal | undefined {
  return scope.getStore()
}

/** Waits so many milliseconds, and throws the reason of the signal when it is aborted. */
export async function sleep(ms: number): Promise<void> {
  const signal = stopping()
  await setTimeout(ms, undefined, signal && { signal }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw error
  })
}

/**
 * When the work is told to stop, ends what a session is busy with: connecting, or a statement. What it is asked
 * afterwards, such as to clean up, it still does.
 */
export function stopWith(client: Client): void {
  const signal = stopping()
  if (!signal) return
  const stop = () => {
    const { stream } = client.connection
    if (typeof noted(client, 'processID') !== 'number') stream.destroy(new Error('The work was told to stop.'))
    // An embedded database does one thing at a time, and cannot be told anything in the middle of it.
    else if (stream instanceof Socket) cancel(client)
  }
  signal.addEventListener('abort', stop, { once: true })
  client.once('end', () => signal.removeEventListener('abort', stop))
}

type ClientClass = new (config?: ConstructorParameters<typeof Client>[0]) => Client

/** The driver as it is, whose sessions end with the work. */
export function stoppableDriver<D extends object>(driver: D): D {
  if (!stopping() || !('Client' in driver)) return driver
  const Base = driver.Client as ClientClass
  class Stoppable extends Base {
    constructor(config?: ConstructorParameters<typeof Client>[0]) {
      super(config)
      stopWith(this)
    }
  }
  return Object.create(driver, { Client: { value: Stoppable } }) as D
}

const CANCEL = 80_877_102

/** Asks the server to end the statement of a session, as every driver does: over a connection of its own. */
function cancel(client: Client): void {
  const { host, port } = client
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  const message = Buffer.alloc(16)
  message.writeInt32BE(message.length, 0)
  message.writeInt32BE(CANCEL, 4)
  message.writeInt32BE(Number(noted(client, 'processID')), 8)
  message.writeInt32BE(Number(noted(client, 'secretKey')), 12)
  socket.on('error', () => socket.destroy())
  socket.end(message)
}

/** What the driver notes of a session, and its types do not tell. */
function noted(client: Client, name: 'processID' | 'secretKey'): unknown {
  return Reflect.get(client, name)
}
