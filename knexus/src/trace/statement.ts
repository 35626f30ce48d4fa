import type { Address } from '../base/kind.ts'
import type { Change } from '../change.ts'
import type { Beside } from './besides.ts'
import type { LockMode } from './measure.ts'

/** What a relation had to suffer from a statement: the strongest lock that the statement took on it. */
export interface Lock {
  readonly relation: Address
  readonly mode: LockMode
}

/** One statement of a migration, with what it did, as PostgreSQL tells it. */
export interface TracedStatement {
  /** As it was sent, without secrets. */
  readonly sql: string
  /** As it was sent, with its secrets: for rules to read, and never shown. A function, so that no JSON takes it along. */
  readonly sent: () => string
  readonly inTransaction: boolean
  /**
   * The strongest new lock on each relation that was there before the file; one that an earlier statement of the
   * transaction took is not told again.
   */
  readonly locks: readonly Lock[]
  /** Relations whose rows or entries were written to a new file. */
  readonly rewrites: readonly Address[]
  /** Tables that were read from beginning to end, and how many rows that were. */
  readonly scans: readonly { readonly relation: Address; readonly rows: number }[]
  /** What it created, changed and dropped; none where that was not asked for. */
  readonly changes: readonly Change[]
  /** What it changed that no kind covers; nothing where changes were not asked for. */
  readonly besides: readonly Beside[]
  /**
   * Objects that have another address now: the same row of the catalog, with another name; relations alone where
   * changes were not asked for.
   */
  readonly renames: readonly { readonly from: Address; readonly to: Address }[]
  readonly ms: number
  /** Bytes of write-ahead log. */
  readonly wal: number
}
