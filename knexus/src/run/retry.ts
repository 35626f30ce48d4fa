import { sleep } from '../connection/stopping.ts'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import type { Session } from './session.ts'

/** lock_not_available, deadlock_detected. */
const LOCKS = new Set(['55P03', '40P01'])

/** Whether PostgreSQL gave up waiting for a lock, so that the same may work a little later. */
export function isLockFailure(error: unknown): boolean {
  return error instanceof KnexusError ? error.code === 'lock-timeout' : LOCKS.has(sqlState(error) ?? '')
}

/**
 * Does something that leaves nothing behind when it fails on a lock, again and again with growing random pauses, for
 * `lockPatience` at most.
 */
export async function patiently<T>(session: Session, migration: string, work: () => Promise<T>): Promise<T> {
  const start = Date.now()
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const pause = Math.round(Math.min(30_000, 250 * 2 ** attempt) * (0.5 + Math.random()))
      if (!isLockFailure(error) || Date.now() - start + pause > session.settings.lockPatience) throw error
      session.on({ event: 'retry', migration, attempt, reason: messageOf(error), pause })
      await sleep(pause)
    }
  }
}
