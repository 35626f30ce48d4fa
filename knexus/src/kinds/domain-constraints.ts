import { addresses } from '../base/address.ts'
import { boxed, isBoxed } from './shared/boxed.ts'
import { recreatable } from './shared/expressions.ts'
import { defineKind, type Statement } from '../base/kind.ts'
import { related } from '../base/relation.ts'
import { quoteIdent, qualifiedName, userNamespace } from '../base/sql.ts'

/** A check of a domain; its NOT NULL is an attribute of the domain. Source: `pg_constraint`. */
export interface DomainConstraint {
  readonly kind: 'domain constraint'
  readonly schema: string
  readonly domain: string
  readonly name: string
  /** As `pg_get_constraintdef` writes it, without NOT VALID: `CHECK ((VALUE > 0))`. */
  readonly definition: string
  /** False: existing values were not checked (NOT VALID). */
  readonly validated: boolean
  /** Its values cannot be checked in place either: see `boxed` of the domain. Not compared. */
  readonly boxed?: boolean
}

export const domainConstraintKind = defineKind<DomainConstraint, 'schema' | 'domain' | 'name', 'boxed'>({
  kind: 'domain constraint',
  facts: {
    boxed: 'the columns determine it',
  },
  class: 'pg_constraint',

  catalog: () => `
    SELECT x.oid, n.nspname AS schema, t.typname AS domain, x.conname AS name,
      regexp_replace(pg_get_constraintdef(x.oid), ' NOT VALID$', '') AS definition, x.convalidated AS validated,
           NOT x.convalidated AND ${boxed('t.oid')} AS boxed
    FROM pg_constraint x
    JOIN pg_type t ON t.oid = x.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE x.contypid <> 0 AND x.contype = 'c' AND ${userNamespace('n')}
    ORDER BY x.oid`,

  address: (constraint) =>
    `CONSTRAINT ${quoteIdent(constraint.name)} ON DOMAIN ${qualifiedName(constraint.schema, constraint.domain)}`,
  relations: (constraint, change) => {
    const to = addresses.domain(qualifiedName(constraint.schema, constraint.domain))
    const domain = change?.from.get(to)
    return [{ as: 'part of', to }, ...related('inseparable from', domain && isBoxed(domain) ? [to] : [])]
  },

  inline: (constraint) =>
    constraint.validated
      ? `CONSTRAINT ${quoteIdent(constraint.name)} ${recreatable(constraint.definition)}`
      : undefined,
  create: (constraint) =>
    alter(
      constraint,
      `ADD CONSTRAINT ${quoteIdent(constraint.name)} ` +
        `${recreatable(constraint.definition)}${constraint.validated ? '' : ' NOT VALID'}`,
    ),
  drop: (constraint) => alter(constraint, `DROP CONSTRAINT ${quoteIdent(constraint.name)}`),
  rename: (after, before) => alter(before, `RENAME CONSTRAINT ${quoteIdent(before.name)} TO ${quoteIdent(after.name)}`),

  alter: {
    definition: 'recreate',
    validated: (after, before) =>
      after.validated && !before.boxed ? alter(after, `VALIDATE CONSTRAINT ${quoteIdent(after.name)}`) : 'recreate',
  },
})

function alter(constraint: DomainConstraint, action: string): Statement[] {
  return [{ sql: `ALTER DOMAIN ${qualifiedName(constraint.schema, constraint.domain)} ${action}` }]
}
