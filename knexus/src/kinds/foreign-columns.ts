import { changedOptions, type ForeignOptions } from './shared/foreign-options.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { quoteIdent, optionsOf, qualifiedName, ref } from '../base/sql.ts'

/**
 * The OPTIONS of a column of a foreign table, for the wrapper: `{ column_name: 'ID' }`. Source:
 * `pg_attribute.attfdwoptions`.
 */
export interface ForeignColumn {
  readonly kind: 'foreign column'
  /** The column: `COLUMN public.orders.id`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly options: ForeignOptions
}

export const foreignColumnKind = defineKind<ForeignColumn, 'on', 'schema' | 'table' | 'name'>({
  kind: 'foreign column',
  facts: { schema: '`on` determines it', table: '`on` determines it', name: '`on` determines it' },
  refs: ['on'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid', 'a.attnum')} AS on, n.nspname AS schema, c.relname AS table, a.attname AS name,
      ${optionsOf('a.attfdwoptions')} AS options
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'f'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attfdwoptions IS NOT NULL AND NOT a.attisdropped
    ORDER BY c.oid, a.attnum`,

  address: (column) => `OPTIONS OF ${column.on}`,
  relations: (column) => [{ as: 'part of', to: column.on }],

  create: (column) => change(column, {}, column.options),
  drop: (column) => change(column, column.options, {}),
  alter: { options: (after, before) => change(after, before.options, after.options) },
})

function change(column: ForeignColumn, before: ForeignOptions, after: ForeignOptions): Statement[] {
  const changed = changedOptions(before, after)
  return changed === false
    ? []
    : [
        {
          sql:
            `ALTER FOREIGN TABLE ${qualifiedName(column.schema, column.table)} ALTER COLUMN ` +
            `${quoteIdent(column.name)} ${changed}`,
        },
      ]
}
