import { defineWording, same } from './shared/wording.ts'
import type { Sql } from '../base/expression.ts'
import { addresses } from '../base/address.ts'
import { recreatable } from './shared/expressions.ts'
import { defineKind, type Address, type Statement } from '../base/kind.ts'
import { clause, quoteIdent, qualifiedName, ref, quoteLiteral, userNamespace } from '../base/sql.ts'

type Event = 'insert' | 'update' | 'delete' | 'truncate'

/**
 * A trigger of a table, a view or a foreign table. Source: `pg_trigger`; a partition's copy of its parent's trigger is
 * not an object.
 */
export interface Trigger {
  readonly kind: 'trigger'
  /** The table or view on which it fires: `TABLE public.users`, `VIEW public.people`. */
  readonly on: Address
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly timing: 'before' | 'after' | 'instead of'
  readonly events: readonly Event[]
  /** The columns of `UPDATE OF`; empty for every column. */
  readonly columns: readonly string[]
  readonly level: 'row' | 'statement'
  /** The condition of WHEN, without its parentheses. */
  readonly when: string | null
  /** The function it calls, as a quoted path: `public.touch`. */
  readonly function: string
  /** The arguments of the function, which it finds in TG_ARGV. */
  readonly arguments: readonly string[]
  /** A constraint trigger, which can be deferred to the end of the transaction; null for an ordinary one. */
  readonly constraint: {
    readonly deferrable: boolean
    readonly initiallyDeferred: boolean
    readonly from: string | null
  } | null
  /** The names of the transition tables. */
  readonly oldTable: string | null
  readonly newTable: string | null
  /** When it fires: `origin` is the ordinary state, `replica` only while changes are replicated, `always` in both. */
  readonly enabled: 'origin' | 'disabled' | 'replica' | 'always'
  /** The table is partitioned: each partition has a copy. Not compared. */
  readonly partitioned?: boolean
}

/** How a model says a trigger, but for what it calls and what it may wait for. */
export interface TriggerWords {
  readonly timing: Trigger['timing']
  readonly events: Trigger['events']
  /** Only updates of these columns. */
  readonly columns?: readonly string[]
  /** Once a row (the default), or once a statement. */
  readonly level?: Trigger['level']
  /** The condition, over OLD and NEW. */
  readonly when?: string | Sql
  readonly arguments?: readonly string[]
  /** The name under which a statement trigger sees the old rows, and the new ones. */
  readonly oldTable?: string
  readonly newTable?: string
  readonly enabled?: Trigger['enabled']
}

export const triggerWording = defineWording<Trigger, TriggerWords>()({
  blank: {
    columns: [],
    level: 'row',
    when: null,
    arguments: [],
    oldTable: null,
    newTable: null,
    enabled: 'origin',
  },
  options: {
    ...same('columns', 'level', 'arguments', 'oldTable', 'newTable', 'enabled'),
    when: ['when', 'expression'],
  },
})

export const triggerKind = defineKind<Trigger, 'schema' | 'table' | 'name', 'partitioned'>({
  kind: 'trigger',
  facts: {
    partitioned: "the table's PARTITION BY determines it",
  },
  class: 'pg_trigger',
  refs: ['on'],

  catalog: () => `
    SELECT t.oid, ${ref('pg_class', 't.tgrelid')} AS on, n.nspname AS schema, c.relname AS table, t.tgname AS name,
           CASE WHEN t.tgtype & 64 <> 0 THEN 'instead of' WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END AS timing,
           array_remove(ARRAY[CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,
                              CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END, CASE WHEN t.tgtype & 32 <> 0
                                THEN 'truncate' END], NULL) AS events,
           ARRAY(SELECT a.attname::text FROM unnest(t.tgattr) WITH ORDINALITY AS k (attnum, place)
                 JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attnum = k.attnum ORDER BY place) AS columns,
           CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END AS level,
           CASE WHEN t.tgqual IS NOT NULL
             THEN substring(pg_get_triggerdef(t.oid)
               FROM ' FOR EACH (?:ROW|STATEMENT) WHEN \\((.*)\\) EXECUTE FUNCTION ') END AS when,
           quote_ident(pn.nspname) || '.' || quote_ident(p.proname) AS function,
           ARRAY(SELECT convert_from(decode(m[1], 'hex'), getdatabaseencoding())
                 FROM regexp_matches(encode(t.tgargs, 'hex'), '((?:(?!00)[0-9a-f]{2})*)00', 'g') WITH ORDINALITY AS k
                   (m, place) ORDER BY place) AS arguments,
           CASE WHEN t.tgconstraint <> 0 THEN json_build_object('deferrable', t.tgdeferrable, 'initiallyDeferred',
             t.tginitdeferred,
             'from', CASE WHEN t.tgconstrrelid <> 0 THEN t.tgconstrrelid::regclass::text END) END AS constraint,
           t.tgoldtable AS "oldTable", t.tgnewtable AS "newTable",
           CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always'
             ELSE 'origin' END AS enabled, c.relkind = 'p' AS partitioned
    FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_namespace pn ON pn.oid = p.pronamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${userNamespace('n')}
    ORDER BY n.nspname, c.relname, t.tgname`,

  address: (trigger) => addresses.trigger(trigger.name, qualifiedName(trigger.schema, trigger.table)),
  relations: (trigger) => [{ as: 'part of', to: trigger.on }],

  create: (trigger) => [...define(trigger, 'CREATE'), ...(trigger.enabled === 'origin' ? [] : enable(trigger))],
  drop: (trigger) => [{ sql: `DROP TRIGGER ${called(trigger)}` }],
  rename: (after, before) => [
    { sql: `ALTER TRIGGER ${called({ ...after, name: before.name })} RENAME TO ${quoteIdent(after.name)}` },
  ],

  alter: {
    on: 'recreate',
    timing: replaceFor('timing'),
    events: replaceFor('events'),
    columns: replaceFor('columns'),
    // Replaced by one for each statement, its copies in partitions would stay.
    level: (after, before) => (after.partitioned ? 'recreate' : replaceFor('level')(after, before)),
    when: replaceFor('when'),
    function: replaceFor('function'),
    arguments: replaceFor('arguments'),
    constraint: 'recreate',
    oldTable: replaceFor('oldTable'),
    newTable: replaceFor('newTable'),
    enabled: enable,
  },

  // What a partition says apart about its copy is lost with each of these.
  reshapes: {
    timing: true,
    events: true,
    columns: true,
    when: true,
    function: true,
    arguments: true,
    oldTable: true,
    newTable: true,
    enabled: true,
  },
  blocksAlterOf: () => 'always',
})

function called(trigger: Trigger): string {
  return `${quoteIdent(trigger.name)} ON ${qualifiedName(trigger.schema, trigger.table)}`
}

function define(trigger: Trigger, verb: 'CREATE' | 'CREATE OR REPLACE'): Statement[] {
  const { constraint, oldTable, newTable } = trigger
  return [
    {
      sql: [
        `${verb}${constraint ? ' CONSTRAINT' : ''} TRIGGER ${quoteIdent(trigger.name)}`,
        `${trigger.timing.toUpperCase()} ${trigger.events.map((event) => eventOf(event, trigger)).join(' OR ')} ` +
          `ON ${qualifiedName(trigger.schema, trigger.table)}`,
        constraint &&
          clause(
            constraint.from !== null && `FROM ${constraint.from}`,
            deferral(constraint.deferrable, constraint.initiallyDeferred),
          ),
        (oldTable !== null || newTable !== null) &&
          clause(
            'REFERENCING',
            oldTable !== null && `OLD TABLE AS ${quoteIdent(oldTable)}`,
            newTable !== null && `NEW TABLE AS ${quoteIdent(newTable)}`,
          ),
        clause(
          `FOR EACH ${trigger.level.toUpperCase()}`,
          trigger.when !== null && `WHEN (${recreatable(trigger.when)})`,
        ),
        `EXECUTE FUNCTION ${trigger.function}(${trigger.arguments.map(quoteLiteral).join(', ')})`,
      ]
        .filter(Boolean)
        .join('\n'),
    },
  ]
}

function eventOf(event: Event, { columns }: Trigger): string {
  return event === 'update' && columns.length > 0
    ? `UPDATE OF ${columns.map(quoteIdent).join(', ')}`
    : event.toUpperCase()
}

function deferral(deferrable: boolean, initiallyDeferred: boolean): string {
  return deferrable ? `DEFERRABLE INITIALLY ${initiallyDeferred ? 'DEFERRED' : 'IMMEDIATE'}` : 'NOT DEFERRABLE'
}

/**
 * The attributes that CREATE OR REPLACE TRIGGER changes together: only the first that differs says so. It also
 * enables the trigger.
 */
const REPLACED = [
  'timing',
  'events',
  'columns',
  'level',
  'when',
  'function',
  'arguments',
  'oldTable',
  'newTable',
] as const

function replaceFor(attribute: (typeof REPLACED)[number]) {
  return (after: Trigger, before: Trigger): Statement[] | 'recreate' => {
    if (after.constraint || before.constraint) return 'recreate'
    if (REPLACED.find((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key])) !== attribute) return []
    return [
      ...define(after, 'CREATE OR REPLACE'),
      ...(after.enabled === before.enabled && after.enabled !== 'origin' ? enable(after) : []),
    ]
  }
}

function enable(after: Trigger): Statement[] {
  const state = { origin: 'ENABLE', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[
    after.enabled
  ]
  return [{ sql: `ALTER TABLE ${qualifiedName(after.schema, after.table)} ${state} TRIGGER ${quoteIdent(after.name)}` }]
}
