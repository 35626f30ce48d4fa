import { indexAddresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/** What identifies a table's rows in logical replication, if not the primary key. Source: `pg_class.relreplident`. */
export interface ReplicaIdentity {
  readonly kind: 'replica identity'
  /** `TABLE public.users`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** The whole row, nothing, or a unique index. */
  readonly by: 'full' | 'nothing' | 'index'
  /** The index, or the constraint whose index it is. */
  readonly index: string | null
}

export const replicaIdentityKind = defineKind<ReplicaIdentity, 'schema' | 'table', 'on'>({
  kind: 'replica identity',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
  },
  refs: ['on'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table,
           CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' ELSE 'index' END AS by, i.relname AS index
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (pg_index x JOIN pg_class i ON i.oid = x.indexrelid) ON x.indrelid = c.oid AND x.indisreplident
      AND c.relreplident = 'i'
    WHERE c.relkind IN ('r', 'p') AND c.relreplident <> 'd' AND (c.relreplident <> 'i' OR i.oid IS NOT NULL)
      AND c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: (identity) => `REPLICA IDENTITY ${qualifiedName(identity.schema, identity.table)}`,
  relations: ({ on, schema, table, index }) => [
    { as: 'part of', to: on },
    ...related('needs', index === null ? [] : indexAddresses(schema, index, table)),
  ],

  create: set,
  drop: (identity) => [{ sql: `ALTER ${identity.on} REPLICA IDENTITY DEFAULT` }],

  // The old index may have to go before the new one can be made.
  alter: { by: set, index: (after, before) => (after.by === before.by ? 'recreate' : []) },
})

function set(identity: ReplicaIdentity): { sql: string }[] {
  return [
    {
      sql:
        `ALTER ${identity.on} REPLICA IDENTITY ` +
        (identity.index === null ? identity.by.toUpperCase() : `USING INDEX ${quoteIdent(identity.index)}`),
    },
  ]
}
