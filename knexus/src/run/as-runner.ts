import type { Knex } from 'knex'
import { failureAround } from '../migrations/failure.ts'
import { refuseStandby } from './guard.ts'
import { acquire, type Hold } from './lock.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'

/** Connects, becomes the one runner of the database, does the work, and gives everything back, whatever happens. */
export async function asRunner<R>(
  config: Knex.Config,
  options: SessionOptions,
  work: (session: Session, hold: Hold) => Promise<R>,
): Promise<R> {
  return withSession(config, options, async (session) => {
    refuseStandby(session)
    const hold = await acquire(session)
    try {
      return await work(session, hold)
    } finally {
      await hold.release().catch(() => {})
    }
  })
}

/** Connects, does the work, and closes. */
export async function withSession<R>(
  config: Knex.Config,
  options: SessionOptions,
  work: (session: Session) => Promise<R>,
): Promise<R> {
  const session = await openSession(config, options)
  try {
    return await work(session)
  } catch (error) {
    throw failureAround(error, session.place)
  } finally {
    await session.close()
  }
}
