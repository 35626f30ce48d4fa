import { addresses } from '../base/address.ts'
import { defineKind } from '../base/kind.ts'
import { quoteIdent, userNamespace } from '../base/sql.ts'

/** A namespace (a PostgreSQL schema). Source: `pg_namespace`. */
export interface Namespace {
  readonly kind: 'namespace'
  readonly name: string
}

export const namespaceKind = defineKind<Namespace, 'name'>({
  kind: 'namespace',
  class: 'pg_namespace',

  catalog: () => `SELECT n.oid, n.nspname AS name FROM pg_namespace n WHERE ${userNamespace('n')} ORDER BY n.nspname`,

  address: (namespace) => addresses.namespace(namespace.name),

  // Every new database has public, so whoever asks for it may find it there.
  create: (namespace) => [
    { sql: `CREATE SCHEMA ${namespace.name === 'public' ? 'IF NOT EXISTS ' : ''}${quoteIdent(namespace.name)}` },
  ],
  drop: (namespace) => [{ sql: `DROP SCHEMA ${quoteIdent(namespace.name)}` }],
  rename: (after, before) => [{ sql: `ALTER SCHEMA ${quoteIdent(before.name)} RENAME TO ${quoteIdent(after.name)}` }],

  alter: {},
})
