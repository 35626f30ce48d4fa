import { namedRelation } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { changedOptions, foreignOptions, type ForeignOptions } from './shared/foreign-options.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { clause, quoteIdent, optionsOf, qualifiedName, userNamespace } from '../base/sql.ts'

/**
 * A foreign table: its rows are on a foreign server. Columns, defaults and checks are objects of their own. Source:
 * `pg_foreign_table`.
 */
export interface ForeignTable {
  readonly kind: 'foreign table'
  readonly schema: string
  readonly name: string
  /** The foreign server's name, unquoted. */
  readonly server: string
  /** Its OPTIONS, for the wrapper: `{ schema_name: 'public', table_name: 'orders' }`. */
  readonly options: ForeignOptions
  /**
   * The parents it inherits from, as quoted paths in their order; a partition's parent is not among them. Not
   * compared: `inheritance` objects are.
   */
  readonly inherits: readonly string[]
}

export const foreignTableKind = defineKind<ForeignTable, 'schema' | 'name', 'inherits'>({
  kind: 'foreign table',
  facts: {
    inherits: 'INHERITANCE objects are compared',
  },
  class: 'pg_class',

  catalog: () => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, s.srvname AS server, ${optionsOf('f.ftoptions')} AS options,
      COALESCE(h.parents, '{}') AS inherits
    FROM pg_foreign_table f
    JOIN pg_class c ON c.oid = f.ftrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_foreign_server s ON s.oid = f.ftserver
    LEFT JOIN (SELECT inhrelid, array_agg(inhparent::regclass::text ORDER BY inhseqno) AS parents FROM pg_inherits
      GROUP BY inhrelid) h
      ON h.inhrelid = c.oid AND NOT c.relispartition
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address,
  relations: ({ schema, name, server, inherits }) => [
    ...namedRelation(qualifiedName(schema, name)),
    { as: 'needs', to: addresses.server(server) },
    ...related('comes after', inherits.map(addresses.table)),
  ],

  create: (table, clauses) => [
    {
      sql: clause(
        'CREATE',
        address(table),
        clauses.length > 0 ? `(\n  ${clauses.join(',\n  ')}\n)` : '()',
        table.inherits.length > 0 && `INHERITS (${table.inherits.join(', ')})`,
        'SERVER',
        quoteIdent(table.server),
        foreignOptions(table.options),
      ),
    },
  ],
  drop: (table) => [{ sql: `DROP ${address(table)}` }],
  rename: (after, before) => alter(before, `RENAME TO ${quoteIdent(after.name)}`),

  alter: {
    server: 'recreate',
    options: (after, before) => alter(after, changedOptions(before.options, after.options)),
  },
})

function address(table: ForeignTable): string {
  return addresses.foreignTable(qualifiedName(table.schema, table.name))
}

function alter(table: ForeignTable, action: string | false): Statement[] {
  return action === false ? [] : [{ sql: `ALTER ${address(table)} ${action}` }]
}
