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

/** Whether a column has the same parents before and after, which then change it; a partition with another bound is detached meanwhile. */
export function stays(after: { readonly inherited: InheritedColumn | null }, before: { readonly inherited: InheritedColumn | null }): boolean {
  return after.inherited !== null && before.inherited !== null && place(after.inherited) === place(before.inherited)
}

function place({ from, bound }: InheritedColumn): string {
  return JSON.stringify([from, bound])
}
