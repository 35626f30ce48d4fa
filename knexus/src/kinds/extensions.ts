import { addresses } from '../base/address.ts'
import { defineKind } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { clause, quoteIdent } from '../base/sql.ts'

/** An installed extension. Its version depends on the server, and is not compared. Source: `pg_extension`. */
export interface Extension {
  readonly kind: 'extension'
  readonly name: string
  /** The namespace of its objects; if declared as null, PostgreSQL chooses. */
  readonly schema: string | null
  /** False: its objects stay in the namespace in which it was created. Not compared. */
  readonly relocatable?: boolean
}

export const extensionKind = defineKind<Extension, 'name', 'relocatable'>({
  kind: 'extension',
  facts: { relocatable: 'the extension determines it' },
  class: 'pg_extension',

  // plpgsql is in every database, whether initdb installed it or a restore did, and a database without it is left alone.
  catalog: () => `
    SELECT e.oid, e.extname AS name, n.nspname AS schema, e.extrelocatable AS relocatable
    FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.oid >= 16384 AND e.extname <> 'plpgsql'
    ORDER BY e.extname`,

  address: (extension) => addresses.extension(extension.name),
  relations: ({ schema }) => related('needs', schema === null ? [] : [addresses.namespace(schema)]),

  create: (extension) => [
    {
      sql: clause(
        'CREATE EXTENSION IF NOT EXISTS',
        quoteIdent(extension.name),
        extension.schema !== null && `WITH SCHEMA ${quoteIdent(extension.schema)}`,
      ),
    },
  ],
  drop: (extension) => [{ sql: `DROP EXTENSION ${quoteIdent(extension.name)}` }],

  alter: {
    schema: (after) =>
      after.schema === null
        ? []
        : after.relocatable === false
          ? 'recreate'
          : [{ sql: `ALTER EXTENSION ${quoteIdent(after.name)} SET SCHEMA ${quoteIdent(after.schema)}` }],
  },
})
