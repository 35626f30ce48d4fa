import { only } from '../../base/address.ts'
import type { Address, Statement } from '../../base/kind.ts'
import { optionChanges } from './options.ts'
import { name } from '../../base/sql.ts'

/** How PostgreSQL keeps and samples the values of a column. Words and options are as in ALTER COLUMN; null for the type's own. */
export interface StoredColumn {
  readonly on: Address
  readonly name: string
  readonly storage: string | null
  /** What the type brings. */
  readonly ownStorage?: string | null
  readonly compression: string | null
  readonly statistics: number | null
  readonly options: Readonly<Record<string, string>>
}

export function setStorage(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET STORAGE ${(column.storage ?? column.ownStorage ?? 'default').toUpperCase()}`)
}

export function setCompression(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET COMPRESSION ${column.compression ?? 'default'}`)
}

export function setStatistics(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET STATISTICS ${column.statistics ?? -1}`)
}

export function setOptions(column: StoredColumn, before: StoredColumn['options']): Statement[] {
  return optionChanges(before, column.options).flatMap((change) => alterOnly(column, change))
}

/** A new type brings its own storage and compression, so the column's own are said again. */
export function keepStorage(after: StoredColumn, before: StoredColumn): Statement[] {
  return [
    ...(after.storage !== null && after.storage === before.storage ? setStorage(after) : []),
    ...(after.compression !== null && after.compression === before.compression ? setCompression(after) : []),
  ]
}

/** Alters this table's column and not those that inherit from it: each has objects of its own. */
export function alterOnly(column: Pick<StoredColumn, 'on' | 'name'>, action: string): Statement[] {
  return [{ sql: `ALTER ${only(column.on)} ALTER COLUMN ${name(column.name)} ${action}` }]
}
