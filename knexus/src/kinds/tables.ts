import { namedRelation } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { optionChanges } from './shared/options.ts'
import { renaming } from './shared/rename.ts'
import { clause, quoteIdent, optionList, optionsOf, qualifiedName, userNamespace } from '../base/sql.ts'

/** An ordinary or partitioned table. Its columns, constraints and indexes are objects of their own. Source: `pg_class`. */
export interface Table {
  readonly kind: 'table'
  readonly schema: string
  readonly name: string
  readonly unlogged: boolean
  /** Its partition key: `RANGE (created_at)`; null for an ordinary table. */
  readonly partitionBy: string | null
  /** Null for `heap`, and for a partitioned table that leaves the choice to its partitions. */
  readonly accessMethod: string | null
  /** Storage parameters; those of its TOAST table begin with `toast.`. */
  readonly options: Readonly<Record<string, string>>
  readonly rowSecurity: boolean
  readonly forceRowSecurity: boolean
  /**
   * The parents it inherits from, as quoted paths in their order; a partition's parent is its `partition` object's
   * business. Not compared: `inheritance` objects are.
   */
  readonly inherits: readonly string[]
  /** The columns of those parents, which must exist before it. Not compared. */
  readonly parentColumns?: readonly { readonly schema: string; readonly table: string; readonly name: string }[]
  /** The composite type it is a table of, as a quoted path. Not compared: its `typed table` is. */
  readonly ofType: string | null
  /** The names of its columns, in order. Not compared. */
  readonly layout?: readonly string[]
  /** Null for the database's own. */
  readonly tablespace: string | null
}

/** SQL: the options of a table, with those of its TOAST table. */
const WITH_TOAST = `CASE WHEN t.reloptions IS NULL THEN c.reloptions
  ELSE c.reloptions || ARRAY(SELECT 'toast.' || r FROM unnest(t.reloptions) r) END`

export const tableKind = defineKind<Table, 'schema' | 'name', 'inherits' | 'parentColumns' | 'ofType' | 'layout'>({
  kind: 'table',
  facts: {
    inherits: 'INHERITANCE and PARTITION objects are compared',
    parentColumns: "the parents' columns are compared",
    ofType: 'the typed table is compared',
    layout: 'the order of columns cannot be altered',
  },
  class: 'pg_class',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relpersistence = 'u' AS unlogged,
           CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionBy",
           CASE WHEN am.amname <> 'heap' THEN am.amname END AS "accessMethod",
           ${optionsOf(WITH_TOAST)} AS options,
           c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forceRowSecurity",
           COALESCE(h.parents, '{}') AS inherits,
           CASE WHEN h.inhrelid IS NULL THEN '[]' ELSE (
             SELECT COALESCE(json_agg(json_build_object('schema', pn.nspname, 'table', p.relname, 'name', a.attname)
               ORDER BY pn.nspname, p.relname, a.attname), '[]')
             FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
               JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE i.inhrelid = c.oid) END AS "parentColumns",
           CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS "ofType", s.spcname AS tablespace,
           ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
             AND NOT a.attisdropped ORDER BY a.attnum) AS layout
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
    LEFT JOIN pg_am am ON am.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    LEFT JOIN (SELECT inhrelid, array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents FROM pg_inherits
      GROUP BY inhrelid) h
      ON h.inhrelid = c.oid AND NOT c.relispartition
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: (table) => addresses.table(qualifiedName(table.schema, table.name)),
  relations: ({ schema, name: own, ofType, inherits, parentColumns = [] }) => [
    ...namedRelation(qualifiedName(schema, own)),
    ...related('needs', ofType === null ? [] : [addresses.type(ofType)]),
    ...related('comes after', inherits.map(addresses.table)),
    ...related(
      'comes after',
      parentColumns.map(({ schema, table, name }) => addresses.column(qualifiedName(schema, table), name)),
    ),
  ],

  create: (table, clauses) => [
    {
      sql: [
        clause(
          'CREATE',
          table.unlogged && 'UNLOGGED',
          'TABLE',
          qualifiedName(table.schema, table.name),
          clauses.length > 0 ? `(\n  ${clauses.join(',\n  ')}\n)` : '()',
        ),
        table.inherits.length > 0 && `INHERITS (${table.inherits.join(', ')})`,
        table.partitionBy !== null && `PARTITION BY ${table.partitionBy}`,
        table.accessMethod !== null && `USING ${quoteIdent(table.accessMethod)}`,
        Object.keys(table.options).length > 0 && `WITH (${optionList(table.options)})`,
        table.tablespace !== null && `TABLESPACE ${quoteIdent(table.tablespace)}`,
      ]
        .filter(Boolean)
        .join(' '),
    },
    ...(table.ofType === null ? [] : alter(table, `OF ${table.ofType}`)),
    ...(table.rowSecurity ? rowSecurity(table) : []),
    ...(table.forceRowSecurity ? forceRowSecurity(table) : []),
  ],
  drop: (table) => [
    {
      sql: `DROP TABLE ${qualifiedName(table.schema, table.name)}`,
      loses: `the rows of ${qualifiedName(table.schema, table.name)}`,
    },
  ],
  rename: (after, before) => renaming('TABLE', before, after),

  alter: {
    unlogged: (after) => alter(after, after.unlogged ? 'SET UNLOGGED' : 'SET LOGGED'),
    partitionBy: 'recreate',
    accessMethod: (after) => alter(after, `SET ACCESS METHOD ${quoteIdent(after.accessMethod ?? 'heap')}`),
    options: (after, before) => optionChanges(before.options, after.options).flatMap((change) => alter(after, change)),
    rowSecurity,
    forceRowSecurity,
    tablespace: (after) => alter(after, `SET TABLESPACE ${quoteIdent(after.tablespace ?? 'pg_default')}`),
  },

  // Its `typed table` lets go of the type.
  rebind: (table) => (table.ofType === null ? undefined : []),
})

function alter(table: Table, action: string): Statement[] {
  return [{ sql: `ALTER TABLE ${qualifiedName(table.schema, table.name)} ${action}` }]
}

function rowSecurity(table: Table): Statement[] {
  return alter(table, `${table.rowSecurity ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`)
}

function forceRowSecurity(table: Table): Statement[] {
  return alter(table, `${table.forceRowSecurity ? '' : 'NO '}FORCE ROW LEVEL SECURITY`)
}
