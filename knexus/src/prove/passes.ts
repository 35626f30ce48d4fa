import type { Connection } from '../connection/connection.ts'

/** Whether statements succeed in a transaction of their own; none of it stays. */
export async function passes(db: Connection, ...statements: readonly string[]): Promise<boolean> {
  return (await failing(db, ...statements)) === undefined
}

/** The first of these statements that fails in a transaction of their own; none of it stays. */
export async function failing(db: Connection, ...statements: readonly string[]): Promise<string | undefined> {
  await db.query('BEGIN')
  try {
    for (const sql of statements)
      try {
        await db.query(sql)
      } catch {
        return sql
      }
    return undefined
  } finally {
    await db.query('ROLLBACK')
  }
}
