import { defineKind, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, quoteLiteral } from '../base/sql.ts'

/** An event trigger of the database. Source: `pg_event_trigger`. */
export interface EventTrigger {
  readonly kind: 'event trigger'
  readonly name: string
  /** `ddl_command_start`, `ddl_command_end`, `sql_drop`, `table_rewrite`, `login`. */
  readonly event: string
  /** The command tags for which it fires; empty for all: `CREATE TABLE`. */
  readonly tags: readonly string[]
  /** The function it calls, as a quoted path: `public.audit_ddl`. */
  readonly function: string
  /** When it fires: `origin` is the ordinary state, `replica` only while changes are replicated, `always` in both. */
  readonly enabled: 'origin' | 'disabled' | 'replica' | 'always'
}

export const eventTriggerKind = defineKind<EventTrigger, 'name'>({
  kind: 'event trigger',
  class: 'pg_event_trigger',

  catalog: () => `
    SELECT e.oid, e.evtname AS name, e.evtevent AS event, COALESCE(e.evttags, '{}') AS tags, quote_ident(n.nspname) ||
      '.' || quote_ident(p.proname) AS function,
           CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled
    FROM pg_event_trigger e
    JOIN pg_proc p ON p.oid = e.evtfoid
    JOIN pg_namespace n ON n.oid = p.pronamespace
    ORDER BY e.evtname`,

  address: (trigger) => `EVENT TRIGGER ${quoteIdent(trigger.name)}`,

  create: (trigger) => [
    {
      sql: clause(
        `CREATE EVENT TRIGGER ${quoteIdent(trigger.name)} ON ${quoteIdent(trigger.event)}`,
        trigger.tags.length > 0 && `WHEN TAG IN (${trigger.tags.map(quoteLiteral).join(', ')})`,
        `EXECUTE FUNCTION ${trigger.function}()`,
      ),
    },
    ...(trigger.enabled === 'origin' ? [] : enable(trigger)),
  ],
  drop: (trigger) => [{ sql: `DROP EVENT TRIGGER ${quoteIdent(trigger.name)}` }],
  rename: (after, before) => [
    { sql: `ALTER EVENT TRIGGER ${quoteIdent(before.name)} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: { event: 'recreate', tags: 'recreate', function: 'recreate', enabled: enable },
})

function enable(after: EventTrigger): Statement[] {
  const state = { origin: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[
    after.enabled
  ]
  return [{ sql: `ALTER EVENT TRIGGER ${quoteIdent(after.name)} ${state}` }]
}
