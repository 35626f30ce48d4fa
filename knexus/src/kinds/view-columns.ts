import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { optionChanges } from './shared/options.ts'
import { columnOptions, quoteIdent, qualifiedName, ref, storageWord, userNamespace } from '../base/sql.ts'

/**
 * A column of a view or a materialized view. The query makes it; it is an object so that comments, privileges and
 * defaults can name it, and for what a materialized view stores beside the query. Source: `pg_attribute`.
 */
export interface ViewColumn {
  readonly kind: 'view column'
  /** `VIEW public.people` or `MATERIALIZED VIEW public.totals`. */
  readonly on: Address
  readonly schema: string
  readonly view: string
  readonly name: string
  /** `plain`, `external`, `extended` or `main`; null for the type's own. */
  readonly storage: string | null
  /** The type's own storage; null when declared. Not compared. */
  readonly ownStorage: string | null
  /** `pglz` or `lz4`; null for the server's default. */
  readonly compression: string | null
  /** The statistics target; null for the server's default. */
  readonly statistics: number | null
  /** `{ n_distinct: '-0.5' }`. */
  readonly options: Readonly<Record<string, string>>
}

export const viewColumnKind = defineKind<ViewColumn, 'schema' | 'view' | 'name', 'ownStorage'>({
  kind: 'view column',
  facts: {
    ownStorage: 'the type tells it',
  },
  class: 'pg_class',
  refs: ['on'],

  catalog: () => `
    SELECT c.oid, a.attnum AS sub, ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS view, a.attname AS name,
           CASE WHEN c.relkind = 'm' AND a.attstorage <> t.typstorage
             THEN ${storageWord('a.attstorage')} END AS storage, ${storageWord('t.typstorage')} AS "ownStorage",
           CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
           NULLIF(a.attstattarget, -1) AS statistics, ${columnOptions('a.attoptions')} AS options
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm')
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${userNamespace('n')}
    ORDER BY c.oid, a.attnum`,

  address: (column) => addresses.column(qualifiedName(column.schema, column.view), column.name),
  relations: (column) => [{ as: 'part of', to: column.on }],

  create: (column, clauses) => [
    ...clauses.flatMap((part) => alter(column, `SET ${part}`)),
    ...(column.storage === null ? [] : setStorage(column)),
    ...(column.compression === null ? [] : setCompression(column)),
    ...(column.statistics === null ? [] : setStatistics(column)),
    ...setOptions(column, {}),
  ],
  drop: () => [],
  rename: (after, before) => [
    { sql: `ALTER ${after.on} RENAME COLUMN ${quoteIdent(before.name)} TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    on: 'recreate',
    storage: setStorage,
    compression: setCompression,
    statistics: setStatistics,
    options: (after, before) => setOptions(after, before.options),
  },
})

function alter(column: ViewColumn, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}

function setStorage(column: ViewColumn): Statement[] {
  return alter(column, `SET STORAGE ${(column.storage ?? column.ownStorage ?? 'default').toUpperCase()}`)
}

function setCompression(column: ViewColumn): Statement[] {
  return alter(column, `SET COMPRESSION ${column.compression ?? 'default'}`)
}

function setStatistics(column: ViewColumn): Statement[] {
  return alter(column, `SET STATISTICS ${column.statistics ?? -1}`)
}

function setOptions(column: ViewColumn, before: ViewColumn['options']): Statement[] {
  return optionChanges(before, column.options).flatMap((action) => alter(column, action))
}
