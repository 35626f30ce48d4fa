import { addresses, pathOf } from '../base/address.ts'
import { defineKind, type Address } from '../base/kind.ts'
import { recreatable } from './shared/expressions.ts'
import { clause, quoteIdent, ref } from '../base/sql.ts'

/** A table in a publication. Source: `pg_publication_rel`. */
export interface PublicationTable {
  readonly kind: 'publication table'
  readonly publication: string
  /** The table's address: `TABLE public.users`. */
  readonly on: Address
  /** The columns that are published (from 15); null for all. */
  readonly columns: readonly string[] | null
  /** Which rows are published (from 15), as PostgreSQL prints it; null for all. */
  readonly where: string | null
}

export const publicationTableKind = defineKind<PublicationTable, 'publication' | 'on'>({
  kind: 'publication table',
  class: 'pg_publication_rel',
  refs: ['on'],

  catalog: (version) => `
    SELECT r.oid, p.pubname AS publication, ${ref('pg_class', 'r.prrelid')} AS on,
           ${version >= 15 ? COLUMNS : 'NULL'} AS columns,
           ${version >= 15 ? 'pg_get_expr(r.prqual, r.prrelid)' : 'NULL'} AS where
    FROM pg_publication_rel r
    JOIN pg_publication p ON p.oid = r.prpubid
    ORDER BY r.oid`,

  address: (member) => `${publication(member)} ${member.on}`,
  relations: (member) => [
    { as: 'part of', to: publication(member) },
    { as: 'needs', to: member.on },
  ],
  requires: ({ columns, where }) =>
    columns === null && where === null ? undefined : { feature: 'a list of columns or a condition', major: 15 },

  create: (member) => [
    {
      sql: clause(
        `ALTER ${publication(member)} ADD TABLE ONLY`,
        table(member),
        member.columns !== null && `(${member.columns.map(quoteIdent).join(', ')})`,
        member.where !== null && `WHERE (${recreatable(member.where)})`,
      ),
    },
  ],
  drop: (member) => [{ sql: `ALTER ${publication(member)} DROP TABLE ONLY ${table(member)}` }],

  alter: { columns: 'recreate', where: 'recreate' },
  blocksAlterOf: (member) => (member.columns === null && member.where === null ? undefined : 'always'),
})

function publication(member: PublicationTable): Address {
  return addresses.publication(member.publication)
}

function table(member: PublicationTable): string {
  return pathOf(member.on)
}

const COLUMNS =
  '(SELECT array_agg(a.attname ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum ' +
  '= ANY (r.prattrs))'
