import { addresses } from '../base/address.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { quoteIdent, qualifiedName, ref, userNamespace } from '../base/sql.ts'

type Firing = 'origin' | 'disabled' | 'replica' | 'always'

/**
 * A partition's copy of its parent's trigger, if it is enabled or disabled differently from the parent's. Source:
 * `pg_trigger`.
 */
export interface PartitionTrigger {
  readonly kind: 'partition trigger'
  /** The partition: `TABLE public.visits_2026`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  /** When it fires: `origin` is the ordinary state, `replica` only while changes are replicated, `always` in both. */
  readonly enabled: Firing
  /** When the parent's fires. Not compared: it is the parent's attribute. */
  readonly parentEnabled: Firing
}

export const partitionTriggerKind = defineKind<PartitionTrigger, 'schema' | 'table' | 'name', 'parentEnabled'>({
  kind: 'partition trigger',
  facts: {
    parentEnabled: "the parent's trigger is compared",
  },
  class: 'pg_trigger',
  refs: ['on'],

  catalog: () => `
    SELECT t.oid, ${ref('pg_class', 't.tgrelid')} AS on, n.nspname AS schema, c.relname AS table, t.tgname AS name,
           ${firing('t.tgenabled')} AS enabled, ${firing('p.tgenabled')} AS "parentEnabled"
    FROM pg_trigger t
    JOIN pg_trigger p ON p.oid = t.tgparentid AND p.tgenabled <> t.tgenabled
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgparentid <> 0 AND NOT p.tgisinternal AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, t.tgname`,

  address: (trigger) => addresses.trigger(trigger.name, qualifiedName(trigger.schema, trigger.table)),
  relations: (trigger) => [{ as: 'part of', to: trigger.on }],

  create: (trigger) => fire(trigger, trigger.enabled),
  drop: (trigger) => fire(trigger, trigger.parentEnabled),

  alter: { on: 'recreate', enabled: (after) => fire(after, after.enabled) },

  blocksAlterOf: () => 'always',
})

function firing(column: string): string {
  return `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END`
}

function fire(trigger: PartitionTrigger, enabled: Firing): Statement[] {
  const state = { origin: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[enabled]
  return [
    { sql: `ALTER TABLE ${qualifiedName(trigger.schema, trigger.table)} ${state} TRIGGER ${quoteIdent(trigger.name)}` },
  ]
}
