import { addresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'
import {
  alterOnly,
  STORAGE_COLUMNS,
  storageAlterations,
  storageOfNew,
  type StoredColumn,
} from './shared/column-storage.ts'

/**
 * A column of a view or a materialized view. The query defines it; it is an object so that comments, privileges
 * and defaults can refer to it, and because a materialized view has storage settings for it. Source: `pg_attribute`.
 */
export interface ViewColumn extends StoredColumn {
  readonly kind: 'view column'
  /** `VIEW public.people` or `MATERIALIZED VIEW public.totals`. */
  readonly on: Address
  readonly schema: string
  readonly view: string
  readonly name: string
}

export const viewColumnKind = defineKind<ViewColumn, 'schema' | 'view' | 'name', 'ownStorage'>({
  kind: 'view column',
  facts: {
    ownStorage: 'the type determines it',
  },
  class: 'pg_class',
  refs: ['on'],

  catalog: () => `
    SELECT c.oid, a.attnum AS sub, ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS view, a.attname AS name,
           ${STORAGE_COLUMNS}
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm')
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attnum > 0 AND NOT a.attisdropped AND ${userNamespace('n')}
    ORDER BY c.oid, a.attnum`,

  address: (column) => addresses.column(qualifiedName(column.schema, column.view), column.name),
  relations: (column) => [{ as: 'part of', to: column.on }],

  create: (column, clauses) => [
    ...clauses.flatMap((part) => alterOnly(column, `SET ${part}`)),
    ...storageOfNew({ ...column, inherited: null }),
  ],
  drop: () => [],
  rename: (after, before) => [
    { sql: `ALTER ${after.on} RENAME COLUMN ${quoteIdent(before.name)} TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    on: 'recreate',
    ...storageAlterations,
  },
})
