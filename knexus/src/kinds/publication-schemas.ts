import { addresses } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'

/** A namespace whose tables are all in a publication (from 15). Source: `pg_publication_namespace`. */
export interface PublicationSchema {
  readonly kind: 'publication schema'
  readonly publication: string
  readonly name: string
}

export const publicationSchemaKind = defineKind<PublicationSchema, 'publication' | 'name'>({
  kind: 'publication schema',
  class: 'pg_publication_namespace',

  catalog: (version) =>
    version < 15
      ? `SELECT NULL::oid AS oid, NULL AS publication, NULL AS name WHERE false`
      : `
    SELECT m.oid, p.pubname AS publication, n.nspname AS name
    FROM pg_publication_namespace m
    JOIN pg_publication p ON p.oid = m.pnpubid
    JOIN pg_namespace n ON n.oid = m.pnnspid
    ORDER BY m.oid`,

  address: (member) => `${publication(member)} ${namespace(member)}`,
  relations: (member) => [
    { as: 'part of', to: publication(member) },
    { as: 'needs', to: namespace(member) },
  ],
  requires: () => ({ feature: 'TABLES IN SCHEMA', major: 15 }),

  create: (member) => [{ sql: `ALTER ${publication(member)} ADD TABLES IN ${namespace(member)}` }],
  drop: (member) => [{ sql: `ALTER ${publication(member)} DROP TABLES IN ${namespace(member)}` }],

  alter: {},
})

function publication(member: PublicationSchema): Address {
  return addresses.publication(member.publication)
}

function namespace(member: PublicationSchema): Address {
  return addresses.namespace(member.name)
}
