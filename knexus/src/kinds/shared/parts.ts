import type { Address } from '../../base/kind.ts'

/** The name that a table's children give up when they leave, and that what comes to the table waits for: a partition that is detached gets no new column of its parent's. */
export function partsOf(table: Address): string {
  return `parts of ${table}`
}
