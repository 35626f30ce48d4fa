import { partsOf } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { qualifiedName, ref, userNamespace } from '../base/sql.ts'

/**
 * That a table is a typed table, whose columns are the attributes of a composite type. CREATE TABLE says so for a
 * new table; an existing one can become one, or stop being one. Source: `pg_class.reloftype`.
 */
export interface TypedTable {
  readonly kind: 'typed table'
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** A quoted path: `public.pair`. */
  readonly type: string
  /** The names of its columns, in order. */
  readonly columns: readonly string[]
}

export const typedTableKind = defineKind<TypedTable, 'schema' | 'table', 'on'>({
  kind: 'typed table',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
  },
  refs: ['on'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, format_type(c.reloftype, NULL) AS type,
           ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
             AND NOT a.attisdropped ORDER BY a.attnum) AS columns
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.reloftype <> 0 AND c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: ({ schema, table }) => `TYPED TABLE ${qualifiedName(schema, table)}`,
  relations: ({ on, schema, table, type, columns }, change) => [
    { as: 'part of', to: on },
    { as: 'made by', to: on },
    { as: 'needs', to: addresses.type(type) },
    ...related(
      'follows',
      columns.map((column) => addresses.column(qualifiedName(schema, table), column)),
    ),
    { as: 'gives up', to: partsOf(on) },
    // Columns cannot change places, and a new one is the last.
    ...related('inseparable from', keepsPlaces(change?.from.get(on), columns) ? [] : [on]),
  ],

  create: ({ on, type }, _clauses, made) => (made ? [] : [{ sql: `ALTER ${on} OF ${type}` }]),
  drop: ({ on }, gone) => (gone ? [] : [{ sql: `ALTER ${on} NOT OF` }]),

  alter: { type: 'recreate', columns: 'recreate' },
})

/** Whether the columns of a table that are kept stand in this order. */
function keepsPlaces(table: object | undefined, columns: readonly string[]): boolean {
  const before = table && 'layout' in table && Array.isArray(table.layout) ? table.layout : []
  return before.filter((column) => columns.includes(column)).every((column, place) => column === columns[place])
}
