import { namedRelation } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { optionChanges } from './shared/options.ts'
import { recreatableQuery } from './shared/queries.ts'
import { renaming } from './shared/rename.ts'
import { clause, optionList, optionsOf, qualifiedName, userNamespace } from '../base/sql.ts'

/** A view. Source: `pg_class`, relkind v. */
export interface View {
  readonly kind: 'view'
  readonly schema: string
  readonly name: string
  /** The names of its columns, if declared; null when introspected, because the query then determines them. */
  readonly columns: readonly string[] | null
  /** The query, without a semicolon. */
  readonly definition: string
  /** `{ security_barrier: 'true', security_invoker: 'true', check_option: 'cascaded' }`. */
  readonly options: Readonly<Record<string, string>>
  /**
   * Its columns as `name type collation`, which decide whether it can be replaced; null when declared. Not compared: the
   * query says it.
   */
  readonly shape: readonly string[] | null
}

export const viewKind = defineKind<View, 'schema' | 'name', 'columns' | 'shape'>({
  kind: 'view',
  facts: {
    columns: 'the query determines it',
    shape: 'the query determines it',
  },
  class: 'pg_class',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, NULL AS columns, rtrim(btrim(pg_get_viewdef(c.oid)), ';') AS
      definition, ${optionsOf('c.reloptions')} AS options,
           ARRAY(SELECT quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE
             WHEN a.attcollation <> 0 THEN ' ' || a.attcollation::regcollation ELSE '' END
                 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 ORDER BY a.attnum) AS shape
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND ${userNamespace('n')}
    ORDER BY c.oid`,

  address: (view) => addresses.view(qualifiedName(view.schema, view.name)),
  requires: (view) => ('security_invoker' in view.options ? { feature: 'security_invoker', major: 15 } : undefined),
  relations: (view) => namedRelation(qualifiedName(view.schema, view.name)),

  create: (view) => [{ sql: define(view, 'CREATE') }],
  drop: (view) => [{ sql: `DROP VIEW ${qualifiedName(view.schema, view.name)}` }],
  rename: (after, before) => renaming('VIEW', before, after),

  alter: {
    definition: (after, before) =>
      isLonger(after, before) ? [{ sql: define(after, 'CREATE OR REPLACE') }] : 'recreate',
    options: (after, before) =>
      after.definition === before.definition
        ? optionChanges(before.options, after.options).flatMap((action) => alter(after, action))
        : [],
  },

  blocksAlterOf: () => 'always',
})

function define(view: View, verb: 'CREATE' | 'CREATE OR REPLACE'): string {
  const { list, query } = recreatableQuery(view.definition, view.columns)
  const settings = Object.keys(view.options).length > 0 && `WITH (${optionList(view.options)})`
  return clause(`${verb} VIEW ${qualifiedName(view.schema, view.name)}`, list, settings, `AS\n${query}`)
}

function alter(view: View, action: string): Statement[] {
  return [{ sql: `ALTER VIEW ${qualifiedName(view.schema, view.name)} ${action}` }]
}

/** PostgreSQL replaces a view only while its columns stay and new ones come after them. */
function isLonger(after: View, before: View): boolean {
  return (
    before.shape !== null &&
    after.shape !== null &&
    before.shape.every((column, place) => after.shape?.[place] === column)
  )
}
