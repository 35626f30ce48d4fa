import { addresses } from '../base/address.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, quoteLiteral } from '../base/sql.ts'

/** A publication for logical replication. Its tables and namespaces are objects of their own. Source: `pg_publication`. */
export interface Publication {
  readonly kind: 'publication'
  readonly name: string
  readonly allTables: boolean
  /** Of insert, update, delete and truncate, in this order. */
  readonly publish: readonly string[]
  /** Whether changes of a partition are published as changes of its partitioned table. */
  readonly viaRoot: boolean
  /** Whether stored generated columns are published (from 18): 'none' or 'stored'. */
  readonly generatedColumns: string
}

export const publicationKind = defineKind<Publication, 'name'>({
  kind: 'publication',
  class: 'pg_publication',

  catalog: (version) => `
    SELECT p.oid, p.pubname AS name, p.puballtables AS "allTables",
           array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
             CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) AS publish,
           p.pubviaroot AS "viaRoot",
             ${version >= 18 ? `CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END` : `'none'`} AS
             "generatedColumns"
    FROM pg_publication p
    ORDER BY p.oid`,

  address: (publication) => addresses.publication(publication.name),

  requires: ({ generatedColumns }) =>
    generatedColumns === 'none' ? undefined : { feature: 'publish_generated_columns', major: 18 },

  create: (publication) => [
    {
      sql: clause(
        'CREATE PUBLICATION',
        quoteIdent(publication.name),
        publication.allTables && 'FOR ALL TABLES',
        `WITH (${parameters(publication).join(', ')})`,
      ),
    },
  ],
  drop: (publication) => [{ sql: `DROP PUBLICATION ${quoteIdent(publication.name)}` }],
  rename: (after, before) => [
    { sql: `ALTER PUBLICATION ${quoteIdent(before.name)} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    allTables: 'recreate',
    publish: (after) => set(after, publish(after)),
    viaRoot: (after) => set(after, `publish_via_partition_root = ${after.viaRoot}`),
    generatedColumns: (after) => set(after, `publish_generated_columns = ${after.generatedColumns}`),
  },
})

function set(publication: Publication, parameter: string): Statement[] {
  return [{ sql: `ALTER PUBLICATION ${quoteIdent(publication.name)} SET (${parameter})` }]
}

function publish(publication: Publication): string {
  return `publish = ${quoteLiteral(publication.publish.join(', '))}`
}

/** The parameters that say more than the defaults; before 18 the server does not know the last. */
function parameters(publication: Publication): string[] {
  return [
    publish(publication),
    ...(publication.viaRoot ? ['publish_via_partition_root = true'] : []),
    ...(publication.generatedColumns === 'none' ? [] : [`publish_generated_columns = ${publication.generatedColumns}`]),
  ]
}
