import { only } from '../../base/address.ts'
import type { Address, Statement } from '../../base/kind.ts'
import { optionChanges } from './options.ts'
import { columnOptions, quoteIdent, storageWord } from '../../base/sql.ts'
import type { InheritedColumn } from './inherited-columns.ts'

/** How PostgreSQL keeps and samples the values of a column. Words and options are as in ALTER COLUMN. */
export interface StoredColumn {
  readonly on: Address
  readonly name: string
  /** `plain`, `external`, `extended` or `main`; null for the type's own. */
  readonly storage: string | null
  /** The type's own storage. Not compared. */
  readonly ownStorage: string | null
  /** `pglz` or `lz4`; null for the server's default. */
  readonly compression: string | null
  /** The statistics target; null for the server's default. */
  readonly statistics: number | null
  /** `{ n_distinct: '-0.5' }`. */
  readonly options: Readonly<Record<string, string>>
}

/** SQL: these attributes, of the rows `a` of pg_attribute, `t` of its type and `c` of its table. */
export const STORAGE_COLUMNS = `CASE WHEN c.relkind <> 'v' AND a.attstorage <> t.typstorage
  THEN ${storageWord('a.attstorage')} END AS storage, ${storageWord('t.typstorage')} AS "ownStorage",
           CASE WHEN c.relkind <> 'f' THEN CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END END AS compression,
           NULLIF(a.attstattarget, -1) AS statistics,
           ${columnOptions('a.attoptions')} AS options`

/** How each is altered. */
export const storageAlterations = {
  storage: setStorage,
  compression: setCompression,
  statistics: setStatistics,
  options: (after: StoredColumn, before: StoredColumn) => setOptions(after, before.options),
}

/** What is said of a column that has just been made, since neither its type nor INHERITS gives it. */
export function storageOfNew(column: StoredColumn & { readonly inherited: InheritedColumn | null }): Statement[] {
  const inherited = column.inherited?.partition === false ? column.inherited : null
  return [
    ...(column.storage === null && (!inherited || inherited.storage === column.ownStorage) ? [] : setStorage(column)),
    ...(column.compression === null && inherited?.compression !== true ? [] : setCompression(column)),
    ...(column.statistics === null ? [] : setStatistics(column)),
    ...setOptions(column, {}),
  ]
}

function setStorage(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET STORAGE ${(column.storage ?? column.ownStorage ?? 'default').toUpperCase()}`)
}

function setCompression(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET COMPRESSION ${column.compression ?? 'default'}`)
}

function setStatistics(column: StoredColumn): Statement[] {
  return alterOnly(column, `SET STATISTICS ${column.statistics ?? -1}`)
}

function setOptions(column: StoredColumn, before: StoredColumn['options']): Statement[] {
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
  return [{ sql: `ALTER ${only(column.on)} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}

/** A column that its parent's made has the parent's default, if that was there in time, until it is told its own. */
export function ownDefault(
  column: Pick<StoredColumn, 'on' | 'name'> & { readonly inherited: InheritedColumn | null },
  clauses: readonly string[],
): Statement[] {
  const given = column.inherited?.default == null ? [] : [`DEFAULT ${column.inherited.default}`]
  if (clauses.join() === given.join() && (column.inherited?.partition || clauses.length === 0)) return []
  return alterOnly(column, clauses.length > 0 ? `SET ${clauses.join(' ')}` : 'DROP DEFAULT')
}

/** A foreign table holds no values that would have to be converted. */
export function isForeign(column: Pick<StoredColumn, 'on'>): boolean {
  return column.on.startsWith('FOREIGN ')
}
