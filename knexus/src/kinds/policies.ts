import { defineWording } from './shared/wording.ts'
import { recreatable } from './shared/expressions.ts'
import type { Sql } from '../base/expression.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/** A row-level security policy of a table. Source: `pg_policy`. */
export interface Policy {
  readonly kind: 'policy'
  /** Its table: `TABLE public.users`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  /** False: restrictive, and must hold in addition to all others. */
  readonly permissive: boolean
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  /** The roles to which it applies, sorted; empty for all (PUBLIC). */
  readonly roles: readonly string[]
  /** The condition of USING, without its parentheses. */
  readonly using: string | null
  /** The condition of WITH CHECK, without its parentheses. */
  readonly check: string | null
}

/** How a model says a policy. */
export interface PolicyOptions {
  /** The statements it is for; all when left out. */
  readonly for?: Policy['command']
  /** The roles it is for; everybody when left out. */
  readonly to?: readonly string[]
  /** The rows that are seen. */
  readonly using?: string | Sql
  /** The rows that may be written; as `using` when left out. */
  readonly withCheck?: string | Sql
  /** It must hold beside every other, instead of being one of several that may. */
  readonly restrictive?: boolean
  readonly comment?: string
  readonly renamedFrom?: string
}

export const policyWording = defineWording<Policy, PolicyOptions>()({
  blank: { permissive: true, command: 'all', roles: [], using: null, check: null },
  options: {
    for: 'command',
    to: ['roles', 'set'],
    restrictive: ['permissive', 'negation'],
    using: ['using', 'expression'],
    withCheck: ['check', 'expression'],
  },
})

export const policyKind = defineKind<Policy, 'schema' | 'table' | 'name'>({
  kind: 'policy',
  class: 'pg_policy',
  refs: ['on'],

  catalog: () => `
    SELECT p.oid, ${ref('pg_class', 'p.polrelid')} AS on, n.nspname AS schema, c.relname AS table, p.polname AS name,
      p.polpermissive AS permissive,
           CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
             ELSE 'all' END AS command,
           ARRAY(SELECT r.rolname::text FROM pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY r.rolname) AS roles,
           pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy p
    JOIN pg_class c ON c.oid = p.polrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, p.polname`,

  address: (policy) => `POLICY ${called(policy)}`,
  relations: (policy) => [{ as: 'part of', to: policy.on }],

  create: (policy) => [
    {
      sql: clause(
        'CREATE POLICY',
        called(policy),
        !policy.permissive && 'AS RESTRICTIVE',
        policy.command !== 'all' && `FOR ${policy.command.toUpperCase()}`,
        policy.roles.length > 0 && to(policy),
        policy.using !== null && using(policy.using),
        policy.check !== null && check(policy.check),
      ),
    },
  ],
  drop: (policy) => [{ sql: `DROP POLICY ${called(policy)}` }],
  rename: (after, before) => alter({ ...after, name: before.name }, `RENAME TO ${quoteIdent(after.name)}`),

  alter: {
    on: 'recreate',
    permissive: 'recreate',
    command: 'recreate',
    roles: (after) => alter(after, to(after)),
    using: (after) => (after.using === null ? 'recreate' : alter(after, using(after.using))),
    check: (after) => (after.check === null ? 'recreate' : alter(after, check(after.check))),
  },

  blocksAlterOf: () => 'always',
})

function called(policy: Policy): string {
  return `${quoteIdent(policy.name)} ON ${qualifiedName(policy.schema, policy.table)}`
}

function alter(policy: Policy, action: string): Statement[] {
  return [{ sql: `ALTER POLICY ${called(policy)} ${action}` }]
}

function using(condition: string): string {
  return `USING (${recreatable(condition)})`
}

function check(condition: string): string {
  return `WITH CHECK (${recreatable(condition)})`
}

function to({ roles }: Policy): string {
  return `TO ${roles.length === 0 ? 'PUBLIC' : roles.map(quoteIdent).join(', ')}`
}
