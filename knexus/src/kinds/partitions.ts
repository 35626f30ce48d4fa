import { partsOf } from './shared/names.ts'
import { addresses, only, pathOf } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/**
 * That a table is a partition of a partitioned table. The table itself is an object of its own. Source:
 * `pg_inherits`, `pg_class.relpartbound`.
 */
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
  /**
   * The names of its columns and of the checks it has from the parent: both tables have them while it is attached.
   * Not compared.
   */
  readonly columns?: readonly string[]
  readonly checks?: readonly string[]
  /** The names of the foreign keys that it has from the parent, and would keep when it is detached. Not compared. */
  readonly foreignKeys?: readonly string[]
  /**
   * The indexes of the partitioned table that have no counterpart on it, as quoted paths: they were created ON ONLY that
   * table. Not compared.
   */
  readonly unindexed?: readonly string[]
}

export const partitionKind = defineKind<
  Partition,
  'schema' | 'table',
  'on' | 'columns' | 'checks' | 'foreignKeys' | 'unindexed'
>({
  kind: 'partition',
  facts: {
    on: 'a table whose kind changes is another object, and that is compared',
    columns: 'the columns are compared',
    checks: 'the checks are compared',
    foreignKeys: 'the foreign keys are compared',
    unindexed: 'the index attachments are compared',
  },
  refs: ['on', 'of'],

  catalog: () => `
    SELECT ${ref('pg_class', 'c.oid')} AS on, n.nspname AS schema, c.relname AS table,
      ${ref('pg_class', 'h.inhparent')} AS of, pg_get_expr(c.relpartbound, c.oid) AS bound,
           ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
             AND NOT a.attisdropped ORDER BY 1) AS columns,
           ARRAY(SELECT x.conname::text FROM pg_constraint x WHERE x.conrelid = c.oid AND x.contype = 'c'
             AND x.coninhcount > 0 ORDER BY 1) AS checks,
           ARRAY(SELECT x.conname::text FROM pg_constraint x WHERE x.conrelid = c.oid AND x.contype = 'f'
             AND x.conparentid <> 0 ORDER BY 1) AS "foreignKeys",
           ARRAY(SELECT x.indexrelid::regclass::text FROM pg_index x WHERE x.indrelid = h.inhparent
             AND c.relkind <> 'f' AND x.indexrelid NOT IN (
             SELECT i.inhparent FROM pg_index k JOIN pg_inherits i ON i.inhrelid = k.indexrelid
               WHERE k.indrelid = c.oid) ORDER BY 1) AS unindexed
    FROM pg_inherits h
    JOIN pg_class c ON c.oid = h.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT h.inhdetachpending AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname`,

  address: (partition) => addresses.partition(qualifiedName(partition.schema, partition.table)),
  relations: ({ on, of, columns = [], checks = [], unindexed = [] }, change) => [
    { as: 'part of', to: on },
    { as: 'needs', to: of },
    ...related(
      'follows',
      [on, of].flatMap((table) => [
        ...columns.map((column) => addresses.column(pathOf(table), column)),
        ...checks.map((check) => addresses.constraint(check, pathOf(table))),
      ]),
    ),
    // ATTACH PARTITION gives it a part in every index that is there.
    ...related('suspends', change?.before ? [] : unindexed.map(addresses.index)),
    // Its bound may be the one of a partition that goes.
    { as: 'gives up', to: partsOf(of) },
    { as: 'waits for', to: partsOf(of) },
  ],

  // ATTACH PARTITION gives it a part in every index that is there.

  // Its bound may be the one of a partition that goes.

  create: (partition) => [
    {
      sql: `ALTER ${only(partition.of)} ATTACH PARTITION ${qualifiedName(partition.schema, partition.table)} ${partition.bound}`,
    },
  ],
  drop: (partition) => [
    {
      sql: `ALTER ${only(partition.of)} DETACH PARTITION ${qualifiedName(partition.schema, partition.table)}`,
    },
    ...(partition.foreignKeys ?? []).map((key) => ({
      sql: `ALTER ${partition.on} DROP CONSTRAINT IF EXISTS ${quoteIdent(key)}`,
    })),
  ],

  alter: { of: 'recreate', bound: 'recreate' },
})
