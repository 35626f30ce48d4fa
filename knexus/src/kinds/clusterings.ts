import { indexAddresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/** The index that CLUSTER sorts a table by. Source: `pg_index.indisclustered`. */
export interface Clustering {
  readonly kind: 'clustering'
  /** `TABLE public.users`, or `MATERIALIZED VIEW public.totals`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** The index, or the constraint whose index it is. */
  readonly index: string
}

export const clusteringKind = defineKind<Clustering, 'schema' | 'table', 'on'>({
  kind: 'clustering',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
  },
  refs: ['on'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, i.relname AS index
    FROM pg_index x
    JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE x.indisclustered AND c.relpersistence <> 't' AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: (clustering) => `CLUSTERING ${qualifiedName(clustering.schema, clustering.table)}`,
  relations: ({ on, schema, table, index }) => [
    { as: 'part of', to: on },
    ...related('needs', indexAddresses(schema, index, table)),
  ],

  create: set,
  drop: (clustering) => [{ sql: `ALTER ${clustering.on} SET WITHOUT CLUSTER` }],

  // The old index may have to go before the new one can be made.
  alter: { index: 'recreate' },
})

function set(clustering: Clustering): { sql: string }[] {
  return [{ sql: `ALTER ${clustering.on} CLUSTER ON ${quoteIdent(clustering.index)}` }]
}
