import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { parentOf, type Schema } from '../schema.ts'
import type { Step } from '../plan/index.ts'
import { isAtLeast, measure, strongest } from '../trace/measure.ts'

/** The tables that stand, as quoted paths, by their oids. */
export type Tables = ReadonlyMap<number, string>

/** Whether a step touches anything that was there, so that somebody may have to wait for it. */
export function touches({ changes, statements }: Step, from: Schema): boolean {
  const isInside = statements.every(({ boundary }) => boundary === undefined)
  return isInside && changes.some(({ before, after }) => before ?? from.has(parentOf(after!) ?? ''))
}

export async function tablesOf(db: Connection): Promise<Tables> {
  const found = await rows<{ oid: number; schema: string; name: string }>(
    db,
    `SELECT c.oid::bigint::float8 AS oid, n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  )
  return new Map(found.map(({ oid, schema, name }) => [oid, qualifiedName(schema, name)]))
}

/**
 * Does some work in a transaction and measures what its readers and writers have to wait for: a table that is rewritten, or read
 * from beginning to end under a lock that stops writers. A lock that is only held for a moment is not told. Made-up rows must be there
 * for a reading to show.
 */
export async function receiptOf(
  db: Connection,
  tables: Tables,
  work: () => Promise<unknown>,
): Promise<string | undefined> {
  await db.query('BEGIN')
  try {
    const before = await measure((sql) => db.query(sql), true)
    await work()
    const after = await measure((sql) => db.query(sql), true)
    await db.query('COMMIT')
    const locks = strongest(after.locks)
    const told = [...tables].flatMap(([oid, table]) => {
      const mode = locks.get(oid)
      if (mode === undefined || !isAtLeast(mode, 'SHARE')) return []
      const isRewritten = before.files.has(oid) && before.files.get(oid) !== after.files.get(oid)
      const isRead = (after.read.get(oid) ?? 0) > (before.read.get(oid) ?? 0)
      return isRewritten || isRead ? [`${mode} on ${table}, ${isRewritten ? 'rewrites it' : 'reads all of it'}`] : []
    })
    return told.length > 0 ? told.join('; ') : undefined
  } catch (error) {
    await db.query('ROLLBACK')
    throw error
  }
}
