import { messageOf } from '../../src/base/errors.ts'
import type { Connection } from '../../src/connection/connection.ts'
import { direction, segments } from '../../src/emit/index.ts'
import type { Step } from '../../src/plan/index.ts'

/** Says which statement of a plan PostgreSQL refused. */
export class StatementError extends Error {
  readonly sql: string

  constructor(sql: string, cause: unknown) {
    super(messageOf(cause), { cause })
    this.sql = sql
  }
}

/**
 * Runs the statements of a plan, in the transactions that its migration files would have. A refused one leaves the last transaction undone.
 * Without `transactions` the caller has one open, and keeps it.
 */
export async function runPlan(db: Connection, steps: readonly Step[], transactions = true): Promise<void> {
  for (const segment of segments(steps)) {
    const { settings, statements } = direction(segment.steps)
    const together = transactions && segment.transaction
    if (together) await db.query('BEGIN')
    for (const setting of settings) await db.query(`SET ${setting}`)
    for (const { sql } of statements) {
      try {
        await db.query(sql)
      } catch (error) {
        if (together) await db.query('ROLLBACK')
        throw new StatementError(sql, error)
      }
    }
    if (together) await execute(db, 'COMMIT')
  }
}

async function execute(db: Connection, sql: string): Promise<void> {
  try {
    await db.query(sql)
  } catch (error) {
    throw new StatementError(sql, error)
  }
}
