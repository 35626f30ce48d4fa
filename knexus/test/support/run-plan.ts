import { messageOf } from '../../src/base/errors.ts'
import type { Connection } from '../../src/base/connection.ts'
import type { Step } from '../../src/plan.ts'

/** Says which statement of a plan PostgreSQL refused. */
export class StatementError extends Error {
  readonly sql: string

  constructor(sql: string, cause: unknown) {
    super(messageOf(cause), { cause })
    this.sql = sql
  }
}

/**
 * Runs the statements of a plan, in transactions that end where a statement asks for it. A refused one leaves the last transaction undone.
 * Without `transactions` the caller has one open, and keeps it.
 */
export async function runPlan(db: Connection, steps: readonly Step[], transactions = true): Promise<void> {
  let open = false
  const execute = async (sql: string) => {
    try {
      await db.query(sql)
    } catch (error) {
      if (open) await db.query('ROLLBACK')
      throw new StatementError(sql, error)
    }
  }
  const end = async () => {
    if (open) await execute('COMMIT')
    open = false
  }
  for (const { statements, settings } of steps) {
    for (const { sql, boundary } of statements) {
      if (boundary === 'outside') await end()
      else if (!open && transactions) {
        await db.query('BEGIN')
        open = true
      }
      if (open || !transactions) for (const setting of settings) await execute(`SET LOCAL ${setting}`)
      await execute(sql)
      if (boundary === 'commit') await end()
    }
  }
  await end()
}
