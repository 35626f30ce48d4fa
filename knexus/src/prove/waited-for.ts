import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'

/**
 * Takes away the made-up rows for which a migration waits, as its `refuseWhile` says: where it runs, there are none of
 * them. A row goes if the query finds less without it; where it finds some all the same, the tables that it reads are emptied.
 * Answers whether some went. A query that fails is left for the migration to fail on.
 */
export async function takeWaitedFor(db: Connection, query: string | undefined): Promise<boolean> {
  if (query === undefined) return false
  await db.query('BEGIN')
  const taken = await take(db, query).catch(() => undefined)
  await db.query(taken === undefined ? 'ROLLBACK' : 'COMMIT')
  return taken ?? false
}

async function take(db: Connection, query: string): Promise<boolean> {
  let left = await found(db, query)
  if (left === 0) return false
  const tables = await tablesReadBy(db, query)
  for (const table of tables)
    for (const { place } of await rows<{ place: string }>(db, `SELECT ctid::text AS place FROM ONLY ${table}`)) {
      if (left === 0) return true
      await db.query('SAVEPOINT row')
      const fewer = await db
        .query(`DELETE FROM ONLY ${table} WHERE ctid = '${place}'`)
        .then(() => found(db, query))
        .catch(() => left)
      if (fewer < left) left = fewer
      else await db.query('ROLLBACK TO SAVEPOINT row')
    }
  if (left > 0 && tables.length > 0) await db.query(`TRUNCATE ${tables.join(', ')} CASCADE`)
  return true
}

async function found(db: Connection, query: string): Promise<number> {
  const [answer] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::float8 AS count FROM (\n${query}\n) AS waited_for`,
  )
  return answer!.count
}

/** The tables that the plan of a query names. */
async function tablesReadBy(db: Connection, query: string): Promise<string[]> {
  const [plan] = await rows<{ 'QUERY PLAN': unknown }>(db, `EXPLAIN (VERBOSE, FORMAT JSON)\n${query}`)
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { Schema: schema, 'Relation Name': name } = node as Readonly<Record<string, unknown>>
    if (typeof schema === 'string' && typeof name === 'string') names.add(qualifiedName(schema, name))
    for (const part of Object.values(node)) visit(part)
  }
  visit(plan!['QUERY PLAN'])
  return [...names]
}
