import { qualifiedName } from '../base/sql.ts'
import type { RowsSeen, TableSeen } from './seen.ts'

/** One look at tables before a change, and one after it went up or down. */
export interface OrderLook {
  readonly when: 'up' | 'down'
  readonly before: RowsSeen
  readonly after: RowsSeen
}

/**
 * Which columns stand behind others that they stood before, in words. PostgreSQL adds a column only at the end, so one
 * that is made again, or built beside and exchanged, does not come back to its place, and `SELECT *` tells.
 */
export function sayColumnOrder(looks: readonly OrderLook[]): string[] {
  const found = new Map<string, Set<string>>()
  for (const { when, before, after } of looks)
    for (const column of moved(before, after)) found.set(column, (found.get(column) ?? new Set()).add(when))
  const moments = [...new Set([...found.values()].map(sayWhen))]
  return moments.map((when) => {
    const columns = [...found].flatMap(([column, those]) => (sayWhen(those) === when ? [column] : []))
    return `Columns at the end of their tables after ${when}: ${columns.join(', ')}.`
  })
}

function sayWhen(when: ReadonlySet<string>): string {
  return [...when].join(' and ')
}

/** Children have their columns where their parents have them, or say so themselves: these are told of the parents alone. */
function moved(before: RowsSeen, after: RowsSeen): string[] {
  const now = new Map([...after.values()].map((table) => [table.oid, table]))
  const heirs = new Set([...before.values()].flatMap((table) => table.heirs))
  return [...before].flatMap(([address, table]) => {
    const then = now.get(table.oid) ?? after.get(address)
    return then && !heirs.has(table.oid) ? movedIn(table, then).map((name) => `${address}.${qualifiedName(name)}`) : []
  })
}

/** What moves does so to the end, so that all that keeps its place comes first, and in its order. */
function movedIn(before: TableSeen, after: TableSeen): string[] {
  const places = new Map([...before.columns.values()].map(({ name }, at) => [name, at]))
  let last = -1
  return [...after.columns.values()].flatMap(({ name }) => {
    const place = places.get(name)
    if (place === undefined) return []
    if (place < last) return [name]
    last = place
    return []
  })
}
