import { named } from './shared/names.ts'
import { addresses } from '../base/address.ts'
import { boxed } from './shared/boxed.ts'
import { followsZone } from './shared/casts.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { renaming } from './shared/rename.ts'
import { clause, quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** A domain; its checks are objects of their own. Source: `pg_type`, typtype d. */
export interface Domain {
  readonly kind: 'domain'
  readonly schema: string
  readonly name: string
  /** The type underneath, as `format_type` writes it: `character varying(20)`. */
  readonly type: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  readonly notNull: boolean
  /** The name of its NOT NULL where it has one of its own (PostgreSQL 17 keeps it); null for `DOMAIN_not_null`. */
  readonly notNullName: string | null
  readonly default: string | null
  /**
   * Whether a column has it inside another type, an array or a composite, so that PostgreSQL cannot look at its values.
   * Not compared.
   */
  readonly boxed?: boolean
}

export const domainKind = defineKind<Domain, 'schema' | 'name', 'boxed'>({
  kind: 'domain',
  facts: {
    boxed: 'the columns determine it',
  },
  class: 'pg_type',

  catalog: (version) => `
    SELECT t.oid, n.nspname AS schema, t.typname AS name, format_type(t.typbasetype, t.typtypmod) AS type,
           CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
           t.typnotnull AS "notNull",
             ${version >= 17 ? "NULLIF(x.conname, t.typname || '_not_null')" : 'NULL'} AS "notNullName", t.typdefault AS default,
           ${boxed('t.oid')} AS boxed
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type b ON b.oid = t.typbasetype
    ${version >= 17 ? "LEFT JOIN pg_constraint x ON x.contypid = t.oid AND x.contype = 'n'" : ''}
    WHERE t.typtype = 'd' AND ${userNamespace('n')}
    ORDER BY t.oid`,

  address: (domain) => addresses.domain(qualifiedName(domain.schema, domain.name)),
  relations: (domain) => [named('type', qualifiedName(domain.schema, domain.name))],

  create: (domain, clauses) => [
    {
      sql: [
        clause(
          `CREATE DOMAIN ${qualifiedName(domain.schema, domain.name)} AS ${domain.type}`,
          domain.collation !== null && `COLLATE ${domain.collation}`,
          domain.notNullName !== null && `CONSTRAINT ${quoteIdent(domain.notNullName)}`,
          domain.notNull && 'NOT NULL',
          domain.default !== null && `DEFAULT ${domain.default}`,
        ),
        ...clauses,
      ].join('\n  '),
    },
  ],
  drop: (domain) => [{ sql: `DROP DOMAIN ${qualifiedName(domain.schema, domain.name)}` }],
  rename: (after, before) => renaming('DOMAIN', before, after),

  alter: {
    type: 'recreate',
    collation: 'recreate',
    notNull: (after, before) =>
      after.notNull && before.boxed
        ? 'recreate'
        : after.notNull && after.notNullName !== null
          ? alter(after, `ADD CONSTRAINT ${quoteIdent(after.notNullName)} NOT NULL`)
          : alter(after, after.notNull ? 'SET NOT NULL' : 'DROP NOT NULL'),
    notNullName: (after, before) =>
      after.notNull && before.notNull
        ? alter(after, `RENAME CONSTRAINT ${quoteIdent(notNullName(before))} TO ${quoteIdent(notNullName(after))}`)
        : [],
    default: (after) => alter(after, after.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${after.default}`),
  },

  succession: (after, before) => ({ zoned: followsZone(before, after) }),
  renameAway: (domain, fresh) => ({
    // What its default calls may have to go before it does, and its successor takes the name of its NOT NULL.
    aside: [
      ...(domain.default === null ? [] : alter(domain, 'DROP DEFAULT')),
      ...(domain.notNull ? alter(domain, 'DROP NOT NULL') : []),
      ...alter(domain, `RENAME TO ${quoteIdent(fresh(domain.name))}`),
    ],
    drop: [{ sql: `DROP DOMAIN ${qualifiedName(domain.schema, fresh(domain.name))}` }],
  }),
})

function alter(domain: Domain, action: string): Statement[] {
  return [{ sql: `ALTER DOMAIN ${qualifiedName(domain.schema, domain.name)} ${action}` }]
}

function notNullName(domain: Domain): string {
  return domain.notNullName ?? `${domain.name}_not_null`
}
