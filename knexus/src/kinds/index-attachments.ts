import { addresses, indexAddresses } from '../base/address.ts'
import { defineKind } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'

/**
 * That the index of a partition is part of the index of the partitioned table. Either may belong to a constraint.
 * ATTACH PARTITION of the table attaches its indexes too, and DETACH PARTITION detaches them. Source: `pg_inherits`.
 */
export interface IndexAttachment {
  readonly kind: 'index attachment'
  readonly schema: string
  readonly name: string
  /** The partition whose index it is: the table's namespace and name. */
  readonly partition: { readonly schema: string; readonly table: string }
  /** The indexes that are attached to it themselves, as quoted paths. Not compared. */
  readonly parts?: readonly string[]
  /** The index of the partitioned table; `table` is the table it belongs to. */
  readonly to: { readonly schema: string; readonly name: string; readonly table: string }
}

export const indexAttachmentKind = defineKind<IndexAttachment, 'schema' | 'name', 'partition' | 'parts'>({
  kind: 'index attachment',
  facts: {
    partition: 'its index determines it',
    parts: 'their own index attachments are compared',
  },

  catalog: () => `
    SELECT n.nspname AS schema, i.relname AS name, json_build_object('schema', cn.nspname, 'table', c.relname) AS partition,
           ARRAY(SELECT s.inhrelid::regclass::text FROM pg_inherits s WHERE s.inhparent = i.oid ORDER BY 1) AS parts,
           json_build_object('schema', pn.nspname, 'name', p.relname, 'table', pc.relname) AS to
    FROM pg_inherits h
    JOIN pg_class i ON i.oid = h.inhrelid AND i.relkind IN ('i', 'I')
    JOIN pg_namespace n ON n.oid = i.relnamespace
    JOIN pg_index x ON x.indexrelid = i.oid
    JOIN pg_class c ON c.oid = x.indrelid
    JOIN pg_namespace cn ON cn.oid = c.relnamespace
    JOIN pg_class p ON p.oid = h.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace
    JOIN pg_index px ON px.indexrelid = p.oid
    JOIN pg_class pc ON pc.oid = px.indrelid
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, i.relname`,

  address: (attachment) => addresses.indexAttachment(qualifiedName(attachment.schema, attachment.name)),
  relations: ({ schema, name, partition, parts = [], to }) => {
    const attached = addresses.partition(qualifiedName(partition.schema, partition.table))
    const whole = indexAddresses(to.schema, to.name, to.table)
    return [
      { as: 'part of', to: attached },
      { as: 'made by', to: attached },
      ...related('needs', [...indexAddresses(schema, name, partition.table), ...whole]),
      // Attached first, it would be given parts of its own.
      ...related('comes after', parts.map(addresses.indexAttachment)),
      // It cannot be detached.
      ...related('takes along', whole),
    ]
  },
  // Attached first, it would be given parts of its own.

  inline: () => '',
  create: ({ schema, name, to }, _clauses, made) =>
    made
      ? []
      : [{ sql: `ALTER INDEX ${qualifiedName(to.schema, to.name)} ATTACH PARTITION ${qualifiedName(schema, name)}` }],
  // PostgreSQL cannot detach an index: it goes with the index it is part of, or with its partition.
  drop: () => [],

  alter: { to: 'recreate' },
})
