import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Knex } from 'knex'
import { workOnce } from './ingestion.ts'

/** The longest wait between two attempts that fail, in pauses: 30 seconds. */
const LONGEST = 30

/**
 * Does waiting runs, one after the other, until it is told to stop; what it is doing then, it ends.
 * It looks every `pause` milliseconds; after each failure in a row it waits twice as long, up to 30 pauses, so that a
 * database that is away does not fill the log.
 */
export function startWorker(
  database: Knex,
  log: Pick<FastifyBaseLogger, 'error'>,
  pause = 1000,
): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const name = `${process.pid}-${randomUUID()}`
  const loop = async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      let wait = pause
      try {
        if (await workOnce(database, name)) wait = 0
        failures = 0
      } catch (error) {
        wait = pause * Math.min(2 ** failures, LONGEST)
        failures += 1
        log.error({ err: error, wait }, 'a run was not done, and will be tried again')
      }
      if (wait > 0) await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
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
