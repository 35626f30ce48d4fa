import { defineKind, type Address } from '../base/kind.ts'
import { path, ref, userNamespace } from '../base/sql.ts'

/** That a table holds a part of a partitioned table's rows. The table itself is an object of its own. Source: `pg_inherits`, `pg_class.relpartbound`. */
export interface Partition {
  readonly kind: 'partition'
  /** The table that is attached: `TABLE public.events_2026`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  /** The table it is attached to: `TABLE public.events`. */
  readonly of: Address
  /** `FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`, or `DEFAULT`. */
  readonly bound: string
}

export const partitionKind = defineKind<Partition, 'on' | 'schema' | 'table'>({
  kind: 'partition',
  refs: ['on', 'of'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table, ${ref('pg_class', 'h.inhparent')} AS of, pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_inherits h
    JOIN pg_class c ON c.oid = h.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT h.inhdetachpending AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: (partition) => `PARTITION ${path(partition.schema, partition.table)}`,
  parent: (partition) => partition.on,
  needs: (partition) => [partition.of],

  create: (partition) => [{ sql: `ALTER ${partition.of.replace('TABLE ', 'TABLE ONLY ')} ATTACH PARTITION ${path(partition.schema, partition.table)} ${partition.bound}` }],
  drop: (partition) => [{ sql: `ALTER ${partition.of.replace('TABLE ', 'TABLE ONLY ')} DETACH PARTITION ${path(partition.schema, partition.table)}` }],

  alter: { of: 'recreate', bound: 'recreate' },
})
