import type { Shadow, ShadowDatabase } from './index.ts'

/**
 * A shadow that does no more once it is told to stop: the next database or query throws the reason, and everything is
 * closed as after any other error.
 */
export function abortable(shadow: Shadow, signal: AbortSignal): Shadow {
  return {
    ...shadow,
    like: (session) => abortable(shadow.like(session), signal),
    async database(states) {
      signal.throwIfAborted()
      const db = await shadow.database(states)
      const stopping: ShadowDatabase = {
        ...db,
        query: (sql, values) => {
          if (signal.aborted) return Promise.reject(signal.reason)
          return db.query(sql, values)
        },
      }
      return stopping
    },
  }
}
