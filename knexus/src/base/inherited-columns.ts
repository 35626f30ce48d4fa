import type { Address } from './kind.ts'
import { path } from './sql.ts'

/** What a child table's column has from its parents. */
export interface InheritedColumn {
  readonly from: readonly { readonly schema: string; readonly table: string }[]
  /** The child defines it too. */
  readonly local: boolean
  /** The child is a partition: it could stand alone. */
  readonly partition: boolean
  /** What rows a partition takes. */
  readonly bound?: string | null
  readonly notNull: boolean
  readonly default: string | null
  /** A parent's own storage and compression, which a child has too when it is made. */
  readonly storage?: string | null
  readonly compression?: boolean
}

/** Whether a column has a parent before and after, which then changes it; a partition with another bound is detached meanwhile. */
export function stays(after: { readonly inherited: InheritedColumn | null }, before: { readonly inherited: InheritedColumn | null }): boolean {
  if (after.inherited === null || before.inherited === null || after.inherited.bound !== before.inherited.bound) return false
  const old = new Set(before.inherited.from.map(({ schema, table }) => path(schema, table)))
  return after.inherited.from.some(({ schema, table }) => old.has(path(schema, table)))
}

/** The object by which a table inherits from a parent. */
export function inheritance(child: { readonly schema: string; readonly table: string }, parent: { readonly schema: string; readonly table: string }): Address {
  return `INHERITANCE ${path(child.schema, child.table)} OF ${path(parent.schema, parent.table)}`
}
