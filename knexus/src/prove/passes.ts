import type { Connection } from '../connection/connection.ts'

/** Whether statements succeed in a transaction of their own; none of it stays. */
export async function passes(db: Connection, ...statements: readonly string[]): Promise<boolean> {
  await db.query('BEGIN')
  try {
    for (const sql of statements) await db.query(sql)
    return true
  } catch {
    return false
  } finally {
    await db.query('ROLLBACK')
  }
}
