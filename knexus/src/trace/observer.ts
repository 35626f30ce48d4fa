import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import type { HeldLock } from './measure.ts'

const HELD = (pid: number) => `
  SELECT l.relation::bigint::text AS relation, l.mode, NOT l.granted AS waits FROM pg_catalog.pg_locks l
  WHERE l.pid = ${pid} AND (NOT l.granted OR l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))`

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND n.nspname !~ '^pg_'`

/**
 * Watches the locks of another session from now on, over and over, until the answer is called. A statement outside a transaction lets go
 * of its locks before anyone could ask in its own session, so the observer writes to every table as far as locks go until it has to wait.
 */
export async function watchLocks(
  observer: Connection,
  pid: number | null,
): Promise<() => Promise<readonly HeldLock[]>> {
  if (pid === null) return async () => []
  const seen: HeldLock[] = []
  const over = new AbortController()
  const tables = await rows<{ schema: string; name: string }>(observer, TABLES)
  await observer.query('BEGIN')
  if (tables.length > 0)
    await observer.query(
      `LOCK TABLE ${tables.map(({ schema, name }) => `ONLY ${qualifiedName(schema, name)}`).join(', ')} IN ROW EXCLUSIVE MODE`,
    )
  const watching = (async () => {
    let blocks = true
    while (!over.signal.aborted) {
      const locks = await rows<{ relation: string | null; mode: string; waits: boolean }>(observer, HELD(pid))
      for (const { relation, mode } of locks) if (relation !== null) seen.push([Number(relation), mode])
      if (!blocks || !locks.some(({ waits }) => waits)) continue
      blocks = false
      await observer.query('COMMIT')
    }
    if (blocks) await observer.query('COMMIT')
  })()
  return async () => {
    over.abort()
    await watching
    return seen
  }
}
