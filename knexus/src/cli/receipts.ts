import { pathOf } from '../base/address.ts'
import type { StatementReceipt } from '../trace/statement-receipt.ts'

/** What a statement did, for a reader: `ACCESS EXCLUSIVE on public.orders, rewrites public.orders (2 ms, 812 bytes of WAL)`. */
export function sayReceipt({ inTransaction, locks, rewrites, scans, ms, wal }: StatementReceipt): string {
  const did = [
    ...locks.map(({ relation, mode }) => `${mode} on ${pathOf(relation)}`),
    ...(rewrites.length > 0 ? [`rewrites ${rewrites.map(pathOf).join(', ')}`] : []),
    ...(scans.length > 0 ? [`reads all of ${scans.map(({ relation }) => pathOf(relation)).join(', ')}`] : []),
    ...(inTransaction ? [] : ['outside a transaction']),
  ]
  return `${did.join('; ') || 'nothing that was there before is locked'} (${ms.toFixed(1)} ms, ${wal} bytes of WAL)`
}
