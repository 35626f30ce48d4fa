import { addresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/**
 * The default of a column of a table or a view. Source: `pg_attrdef`; a generated column's
 * expression is part of the column.
 */
export interface Default {
  readonly kind: 'default'
  /** The column, or the view that has it: `COLUMN public.users.id`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly expression: string
  /** The table has children, whose columns have defaults of their own. Not compared. */
  readonly hasChildren?: boolean
  /** Each row gets a value of its own, so that adding a column with it rewrites the table. Not compared. */
  readonly volatile?: boolean
}

export const defaultKind = defineKind<Default, 'schema' | 'table' | 'column', 'on' | 'hasChildren' | 'volatile'>({
  kind: 'default',
  facts: {
    on: 'schema, table and column determine it',
    hasChildren: 'INHERITANCE and PARTITION objects are compared',
    volatile: 'the expression and the functions that it calls determine it',
  },
  class: 'pg_attrdef',
  refs: ['on'],

  catalog: () => `
    SELECT d.oid, ${ref('pg_class', 'd.adrelid', 'd.adnum')} AS on, n.nspname AS schema, c.relname AS table, a.attname AS column,
           pg_get_expr(d.adbin, d.adrelid) AS expression, h.inhparent IS NOT NULL AS "hasChildren",
           EXISTS (SELECT FROM regexp_matches(d.adbin::text, ':(?:opfuncid|funcid) (\\d+)', 'g') called
                   JOIN pg_proc f ON f.oid = called[1]::oid WHERE f.provolatile = 'v') AS volatile
    FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.attgenerated = ''
    JOIN pg_class c ON c.oid = d.adrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (SELECT DISTINCT inhparent FROM pg_inherits) h ON h.inhparent = c.oid
    WHERE c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY d.adrelid, d.adnum`,

  address: (value) => `DEFAULT ${qualifiedName(value.schema, value.table, value.column)}`,
  relations: ({ on, expression }) => [
    { as: 'part of', to: on },
    ...[...expression.matchAll(/\bnextval\('((?:[^']|'')+)'::regclass\)/g)].map(([, sequence]) => ({
      as: 'needs' as const,
      to: addresses.sequence(sequence!.replaceAll("''", "'")),
    })),
  ],

  inline: (value) => (addresses.column.is(value.on) ? `DEFAULT ${value.expression}` : undefined),
  create: (value) => [{ sql: alter(value, `SET DEFAULT ${value.expression}`) }],
  drop: (value) => [{ sql: alter(value, 'DROP DEFAULT') }],

  alter: {
    expression: (after, before) => [
      {
        sql: alter(
          { ...after, hasChildren: before.hasChildren === true || after.hasChildren === true },
          `SET DEFAULT ${after.expression}`,
        ),
      },
    ],
  },

  blocksAlterOf: () => 'changed',
})

function alter(value: Default, action: string): string {
  const table = qualifiedName(value.schema, value.table)
  return `ALTER TABLE ${value.hasChildren ? 'ONLY ' : ''}${table} ALTER COLUMN ${quoteIdent(value.column)} ${action}`
}
