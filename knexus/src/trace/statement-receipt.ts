import type { TracedStatement } from './statement.ts'

/** What a statement did, without the objects it changed. */
export type StatementReceipt = Omit<TracedStatement, 'changes' | 'besides' | 'sent'>

/** Tells what a traced statement did. */
export function receiptOf({
  sql,
  inTransaction,
  locks,
  rewrites,
  scans,
  renames,
  ms,
  wal,
}: TracedStatement): StatementReceipt {
  return { sql, inTransaction, locks, rewrites, scans, renames, ms, wal }
}
