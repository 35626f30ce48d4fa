import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Knex } from 'knex'
import { workOnce } from './ingestion.ts'

/** Does waiting runs, one after the other, until it is told to stop; what it is doing then, it ends. */
export function startWorker(database: Knex, log: FastifyBaseLogger, pause = 1000): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const name = `${process.pid}-${randomUUID()}`
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const busy = await workOnce(database, name).catch((error: unknown) => {
        log.error({ err: error }, 'a run was not done, and will be tried again')
        return false
      })
      if (!busy) await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const ended = loop()
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
