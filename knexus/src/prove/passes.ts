import { sqlState } from '../base/errors.ts'
import type { Connection } from '../connection/connection.ts'

/** A statement that fails, and why. */
export interface Failing {
  readonly sql: string
  readonly error: unknown
}

/** Whether statements succeed in a transaction of their own; none of it stays. */
export async function passes(db: Connection, ...statements: readonly string[]): Promise<boolean> {
  return (await failing(db, ...statements)) === undefined
}

/** The first of these statements that fails in a transaction of their own; none of it stays. */
export async function failing(db: Connection, ...statements: readonly string[]): Promise<Failing | undefined> {
  await db.query('BEGIN')
  try {
    for (const sql of statements)
      try {
        await db.query(sql)
      } catch (error) {
        return { sql, error }
      }
    return undefined
  } finally {
    await db.query('ROLLBACK')
  }
}

/**
 * Whether a statement fails because a value does not become another, and not because of a constraint of the table: other
 * rows with the like of that value may pass that. The constraint of a domain belongs to the type.
 */
export function isConversion({ error }: Failing): boolean {
  const ofType = error instanceof Error && 'dataType' in error && error.dataType !== undefined
  return ofType || sqlState(error)?.startsWith('23') !== true
}
