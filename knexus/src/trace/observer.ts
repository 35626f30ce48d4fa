import { rows, type Connection } from '../connection/connection.ts'
import type { HeldLock } from './measure.ts'

const HELD = (pid: number) => `
  SELECT l.relation::bigint::text AS relation, l.mode FROM pg_catalog.pg_locks l
  WHERE l.pid = ${pid} AND l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`

/**
 * Watches the locks of another session from now on, over and over, until the answer is called.
 * A statement outside a transaction lets go of its locks before anyone could ask in its own session.
 */
export function watchLocks(observer: Connection, pid: number | null): () => Promise<readonly HeldLock[]> {
  const seen: HeldLock[] = []
  const over = new AbortController()
  if (pid === null) over.abort()
  const watching = (async () => {
    while (!over.signal.aborted)
      for (const { relation, mode } of await rows<{ relation: string; mode: string }>(observer, HELD(pid!)))
        seen.push([Number(relation), mode])
  })()
  return async () => {
    over.abort()
    await watching
    return seen
  }
}
