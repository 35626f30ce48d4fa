import { partsOf } from './shared/names.ts'
import { addresses, pathOf } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { qualifiedName, ref, userNamespace } from '../base/sql.ts'

/**
 * That a table inherits from another. CREATE TABLE says so for a new table, INHERIT and NO INHERIT
 * for an existing one. Source: `pg_inherits`.
 */
export interface Inheritance {
  readonly kind: 'inheritance'
  /** The table that inherits: `TABLE public.cities`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** The table it inherits from: `TABLE public.places`. */
  readonly of: Address
  /** The parents before this one, as quoted paths. */
  readonly behind: readonly string[]
  /**
   * The names of the parent's columns, and of the checks that a child has to have: both tables have them while it
   * inherits. Not compared.
   */
  readonly columns: readonly string[]
  readonly checks: readonly string[]
}

export const inheritanceKind = defineKind<Inheritance, 'schema' | 'table' | 'of', 'on' | 'columns' | 'checks'>({
  kind: 'inheritance',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
    columns: "the parent's columns are compared",
    checks: "the parent's checks are compared",
  },
  refs: ['on', 'of'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, ${ref('pg_class', 'h.inhparent')} AS of,
           ARRAY(SELECT b.inhparent::regclass::text FROM pg_inherits b WHERE b.inhrelid = c.oid
             AND b.inhseqno < h.inhseqno ORDER BY b.inhseqno) AS behind,
           ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = h.inhparent AND a.attnum > 0
             AND NOT a.attisdropped ORDER BY 1) AS columns,
           ARRAY(SELECT x.conname::text FROM pg_constraint x WHERE x.conrelid = h.inhparent AND x.contype = 'c'
             AND NOT x.connoinherit ORDER BY 1) AS checks
    FROM pg_inherits h
    JOIN pg_class c ON c.oid = h.inhrelid AND NOT c.relispartition AND c.relkind IN ('r', 'f')
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, h.inhseqno`,

  address: ({ schema, table, of }) => addresses.inheritance(qualifiedName(schema, table), pathOf(of)),
  relations: ({ on, schema, table, of, behind, columns, checks }) => [
    { as: 'part of', to: on },
    { as: 'made by', to: on },
    { as: 'needs', to: of },
    // A parent that comes again stands behind the others, so those behind it come again with it.
    ...related(
      'needs',
      behind.map((parent) => addresses.inheritance(qualifiedName(schema, table), parent)),
    ),
    ...related(
      'follows',
      [on, of].flatMap((relation) => [
        ...columns.map((column) => addresses.column(pathOf(relation), column)),
        ...checks.map((check) => addresses.constraint(check, pathOf(relation))),
      ]),
    ),
    { as: 'gives up', to: partsOf(of) },
  ],
  // A parent that comes again stands behind the others, so those behind it come again with it.

  create: ({ on, of }, _clauses, made) => (made ? [] : [{ sql: `ALTER ${on} INHERIT ${pathOf(of)}` }]),
  drop: ({ on, of }, gone) => (gone ? [] : [{ sql: `ALTER ${on} NO INHERIT ${pathOf(of)}` }]),

  alter: {
    behind: (after, before) => (after.behind.every((parent) => before.behind.includes(parent)) ? [] : 'recreate'),
  },
})
