import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import type { HeldLock } from './measure.ts'

const HELD = (pid: number) => `
  SELECT l.relation::bigint::text AS relation, l.mode, NOT l.granted AS waits FROM pg_catalog.pg_locks l
  WHERE l.pid = ${pid} AND (NOT l.granted OR l.locktype = 'relation' AND l.database = (SELECT oid
    FROM pg_catalog.pg_database WHERE datname = current_database()))`

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384 AND n.nspname !~ '^pg_'`

/**
 * Watches the locks of another session from now on, over and over, until the answer is called. A statement outside a
 * transaction lets go of its locks before anyone could ask in its own session, and may work in several transactions.
 * So two observers take turns: one writes to every table as far as locks go until the statement has to wait, and
 * leaves only after the other has come, for the waits that follow.
 */
export async function watchLocks(
  observers: readonly [Connection, Connection],
  pid: number | null,
): Promise<() => Promise<readonly HeldLock[]>> {
  if (pid === null) return async () => []
  const seen: HeldLock[] = []
  const over = new AbortController()
  const tables = (await rows<{ schema: string; name: string }>(observers[0], TABLES)).map(
    ({ schema, name }) => `ONLY ${qualifiedName(schema, name)}`,
  )
  let [there, next] = observers
  await enter(there, tables)
  const watching = (async () => {
    while (!over.signal.aborted) {
      const locks = await rows<{ relation: string | null; mode: string; waits: boolean }>(there, HELD(pid))
      for (const { relation, mode } of locks) if (relation !== null) seen.push([Number(relation), mode])
      if (!locks.some(({ waits }) => waits)) continue
      await enter(next, tables)
      await there.query('COMMIT')
      ;[there, next] = [next, there]
    }
    await there.query('COMMIT')
  })()
  // Its failure is met by who asks what was seen, be it only after the statement.
  watching.catch(() => undefined)
  return async () => {
    over.abort()
    await watching
    return seen
  }
}

/** Begins to write, as far as locks go, to every table that nobody else waits for or keeps. */
async function enter(observer: Connection, tables: readonly string[]): Promise<void> {
  await observer.query('BEGIN')
  await lock(observer, tables)
}

async function lock(observer: Connection, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return
  await observer.query('SAVEPOINT before')
  try {
    await observer.query(`LOCK TABLE ${tables.join(', ')} IN ROW EXCLUSIVE MODE NOWAIT`)
  } catch {
    await observer.query('ROLLBACK TO SAVEPOINT before')
    const half = Math.floor(tables.length / 2)
    if (half === 0) return
    await lock(observer, tables.slice(0, half))
    await lock(observer, tables.slice(half))
  }
}
