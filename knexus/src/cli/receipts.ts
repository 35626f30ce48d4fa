import { pathOf } from '../base/address.ts'
import type { TracedStatement } from '../trace/index.ts'

/** What a statement did, without the objects it changed. */
export function receiptOf({ sql, inTransaction, locks, rewrites, scans, renames, ms, wal }: TracedStatement) {
  return { sql, inTransaction, locks, rewrites, scans, renames, ms, wal }
}

/** The same for a reader: `ACCESS EXCLUSIVE on public.orders, rewrites public.orders (2 ms, 812 bytes of WAL)`. */
export function sayReceipt({ inTransaction, locks, rewrites, scans, ms, wal }: TracedStatement): string {
  const did = [
    ...locks.map(({ relation, mode }) => `${mode} on ${pathOf(relation)}`),
    ...(rewrites.length > 0 ? [`rewrites ${rewrites.map(pathOf).join(', ')}`] : []),
    ...(scans.length > 0 ? [`reads all of ${scans.map(({ relation }) => pathOf(relation)).join(', ')}`] : []),
    ...(inTransaction ? [] : ['outside of a transaction']),
  ]
  return `${did.join('; ') || 'nothing that was there before is locked'} (${ms.toFixed(1)} ms, ${wal} bytes of WAL)`
}
