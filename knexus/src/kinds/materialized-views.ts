import { namedRelation } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { optionChanges } from './shared/options.ts'
import { recreatableQuery } from './shared/queries.ts'
import { renaming } from './shared/rename.ts'
import { clause, quoteIdent, optionList, optionsOf, qualifiedName, userNamespace } from '../base/sql.ts'

/** A materialized view; its indexes are objects of their own. Source: `pg_class`, relkind m. */
export interface MaterializedView {
  readonly kind: 'materialized view'
  readonly schema: string
  readonly name: string
  /** The names of its columns, if declared; null when introspected, because the query then determines them. */
  readonly columns: readonly string[] | null
  /** The query, without a semicolon. */
  readonly definition: string
  /** Storage parameters, those of its TOAST table as `toast.autovacuum_enabled`. */
  readonly options: Readonly<Record<string, string>>
  /** Null for `heap`. */
  readonly accessMethod: string | null
  /** Null for the database's own. */
  readonly tablespace: string | null
  /** False: WITH NO DATA, and cannot be read until it is refreshed. */
  readonly populated: boolean
  /** The views that it reads, directly or through others, as quoted paths. Not compared. */
  readonly reads?: readonly string[]
}

export const materializedViewKind = defineKind<MaterializedView, 'schema' | 'name', 'columns' | 'reads'>({
  kind: 'materialized view',
  facts: {
    columns: 'the query determines it',
    reads: 'the query determines it',
  },
  class: 'pg_class',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, NULL AS columns, rtrim(btrim(pg_get_viewdef(c.oid)), ';') AS definition,
           ${optionsOf("c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(x.reloptions) o)")} AS options,
           NULLIF(m.amname, 'heap') AS "accessMethod", s.spcname AS tablespace, c.relispopulated AS populated,
           ARRAY(
             WITH RECURSIVE r AS (
               SELECT c.oid UNION
               SELECT v.oid FROM r JOIN pg_rewrite w ON w.ev_class = r.oid
                 JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                 AND d.refclassid = 'pg_class'::regclass
                 JOIN pg_class v ON v.oid = d.refobjid AND v.relkind = 'v')
             SELECT r.oid::regclass::text FROM r WHERE r.oid <> c.oid ORDER BY 1) AS reads
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_class x ON x.oid = c.reltoastrelid
    LEFT JOIN pg_am m ON m.oid = c.relam
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    WHERE c.relkind = 'm' AND ${userNamespace('n')}
    ORDER BY c.oid`,

  address,
  // A view reads in the name of its owner, and REFRESH in that of the materialized view's.
  relations: (view, { before } = { from: new Map() }) => [
    ...namedRelation(qualifiedName(view.schema, view.name)),
    ...related('suspends', view.populated && !before?.populated ? ownersOf(view, before) : []),
  ],

  create: (view) => {
    const { list, query } = recreatableQuery(view.definition, view.columns)
    return [
      {
        sql: clause(
          `CREATE MATERIALIZED VIEW ${qualifiedName(view.schema, view.name)}`,
          list,
          view.accessMethod !== null && `USING ${quoteIdent(view.accessMethod)}`,
          Object.keys(view.options).length > 0 && `WITH (${optionList(view.options)})`,
          view.tablespace !== null && `TABLESPACE ${quoteIdent(view.tablespace)}`,
          `AS\n${query}${view.populated ? '' : '\nWITH NO DATA'}`,
        ),
      },
    ]
  },
  drop: (view) => [{ sql: `DROP MATERIALIZED VIEW ${qualifiedName(view.schema, view.name)}` }],
  rename: (after, before) => renaming('MATERIALIZED VIEW', before, after),

  alter: {
    definition: 'recreate',
    options: (after, before) => optionChanges(before.options, after.options).flatMap((action) => alter(after, action)),
    accessMethod: (after) => alter(after, `SET ACCESS METHOD ${quoteIdent(after.accessMethod ?? 'heap')}`),
    tablespace: (after) => alter(after, `SET TABLESPACE ${quoteIdent(after.tablespace ?? 'pg_default')}`),
    populated: (after) => [
      {
        sql: `REFRESH MATERIALIZED VIEW ${qualifiedName(after.schema, after.name)}${after.populated ? '' : ' WITH NO DATA'}`,
      },
    ],
  },

  blocksAlterOf: () => 'always',
})

/** In whose names it is read: REFRESH in that of its own owner, who is another one for as long as it is made. */
function ownersOf(view: MaterializedView, before: MaterializedView | undefined): Address[] {
  return [
    ...(before ? [addresses.owner(address(view))] : []),
    ...(view.reads ?? []).map((read) => addresses.owner(addresses.view(read))),
  ]
}

function address(view: MaterializedView): Address {
  return `MATERIALIZED VIEW ${qualifiedName(view.schema, view.name)}`
}

function alter(view: MaterializedView, action: string): Statement[] {
  return [{ sql: `ALTER MATERIALIZED VIEW ${qualifiedName(view.schema, view.name)} ${action}` }]
}
