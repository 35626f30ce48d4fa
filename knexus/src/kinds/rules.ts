import { recreatable } from './shared/expressions.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

/** A rewrite rule of a table or a view, other than the one that defines a view. Source: `pg_rewrite`. */
export interface Rule {
  readonly kind: 'rule'
  /** `TABLE public.users`, `VIEW public.people`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  /** What follows `CREATE RULE name AS`: `ON INSERT TO public.users DO INSTEAD NOTHING`. */
  readonly definition: string
  /** When it applies: `origin` is the ordinary state, `replica` only while changes are replicated, `always` in both. */
  readonly enabled: 'origin' | 'disabled' | 'replica' | 'always'
}

export const ruleKind = defineKind<Rule, 'schema' | 'table' | 'name'>({
  kind: 'rule',
  class: 'pg_rewrite',
  refs: ['on'],

  catalog: () => `
    SELECT r.oid, ${ref('pg_class', 'r.ev_class')} AS on, n.nspname AS schema, c.relname AS table, r.rulename AS name,
           rtrim(btrim(substr(pg_get_ruledef(r.oid), length('CREATE RULE ' || quote_ident(r.rulename) || ' AS') + 1),
             E' \\n'), ';') AS definition,
           CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE r.rulename <> '_RETURN' AND ${userNamespace('n')}
    ORDER BY r.oid`,

  address: (rule) => `RULE ${called(rule)}`,
  relations: (rule) => [{ as: 'part of', to: rule.on }],

  create: (rule) => [{ sql: define(rule, 'CREATE') }, ...(rule.enabled === 'origin' ? [] : enable(rule))],
  drop: (rule) => [{ sql: `DROP RULE ${called(rule)}` }],
  rename: (after, before) => [
    { sql: `ALTER RULE ${called({ ...after, name: before.name })} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    on: 'recreate',
    definition: (after) => [{ sql: define(after, 'CREATE OR REPLACE') }],
    enabled: enable,
  },

  blocksAlterOf: () => 'always',
})

function called(rule: Rule): string {
  return `${quoteIdent(rule.name)} ON ${qualifiedName(rule.schema, rule.table)}`
}

function define(rule: Rule, verb: 'CREATE' | 'CREATE OR REPLACE'): string {
  return `${verb} RULE ${quoteIdent(rule.name)} AS ${recreatable(rule.definition)}`
}

function enable(after: Rule): Statement[] {
  const state = { origin: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[
    after.enabled
  ]
  return [{ sql: `ALTER TABLE ${qualifiedName(after.schema, after.table)} ${state} RULE ${quoteIdent(after.name)}` }]
}
