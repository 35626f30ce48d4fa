import { addresses } from '../base/address.ts'
import type { Trigger } from '../kinds/triggers.ts'
import { path } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { commentOn, declared, rename, type Declaration, type Declared } from './context.ts'
import type { Deferrable } from './drafts.ts'
import { calledFunction, type DeclaredFunction } from './functions.ts'
import { tablePath, type TableName } from './keys.ts'
import { givenName } from './naming.ts'
import { expressionOf, type Sql } from './sql.ts'

export interface TriggerOptions {
  readonly timing: Trigger['timing']
  readonly events: Trigger['events']
  /** Only updates of these columns. */
  readonly columns?: readonly string[]
  /** Once a row (the default), or once a statement. */
  readonly level?: Trigger['level']
  /** The condition, over OLD and NEW. */
  readonly when?: string | Sql
  /** A function that returns `trigger`: what `fn` gave, or a name. */
  readonly execute: DeclaredFunction | string
  readonly arguments?: readonly string[]
  /** Makes it a constraint trigger, which may wait for the end of the transaction. */
  readonly constraint?: Deferrable
  /** The other table of a constraint trigger. */
  readonly from?: TableName
  /** The name under which a statement trigger sees the old rows, and the new ones. */
  readonly oldTable?: string
  readonly newTable?: string
  readonly enabled?: Trigger['enabled']
  readonly comment?: string
  readonly renamedFrom?: string
}

/**
 * A trigger of a declared table or view; `t.trigger` says the same inside the table.
 *
 * ```ts
 * const touch = fn('touch', { body: 'BEGIN NEW.updated_at := now(); RETURN NEW; END' })
 * export const studiesTouch = trigger(studies, 'studies_touch', { timing: 'before', events: ['update'], execute: touch })
 * ```
 */
export function trigger(
  on: Declaration & { readonly schema: string; readonly name: string },
  name: string,
  options: TriggerOptions,
): Declaration {
  const [relation] = on.objects
  const { objects, renames } = triggerOn(
    relation ? addressOf(relation) : addresses.table(path(on.schema, on.name)),
    on.schema,
    on.name,
    on.name,
    name,
    options,
  )
  return declared(objects, renames)
}

/** The objects of a trigger. */
export function triggerOn(
  on: string,
  schema: string,
  table: string,
  oldTable: string,
  name: string,
  options: TriggerOptions,
): Declared {
  const { call, needs } = calledFunction(options.execute, schema)
  const object: Trigger = {
    kind: 'trigger',
    on,
    schema,
    table,
    name: givenName('trigger', name),
    timing: options.timing,
    events: options.events,
    columns: options.columns ?? [],
    level: options.level ?? 'row',
    when: options.when === undefined ? null : expressionOf(options.when),
    function: call,
    arguments: options.arguments ?? [],
    constraint: options.constraint
      ? constraintOf(options.constraint, options.from && tablePath(options.from, schema))
      : null,
    oldTable: options.oldTable ?? null,
    newTable: options.newTable ?? null,
    enabled: options.enabled ?? 'origin',
    ...(needs.length > 0 && { needs }),
  }
  const { renamedFrom } = options
  return {
    objects: [object, ...commentOn(object, options.comment)],
    renames: renamedFrom === undefined ? [] : [rename(object, { ...object, table: oldTable, name: renamedFrom })],
  }
}

function constraintOf(when: Deferrable, from: string | undefined): NonNullable<Trigger['constraint']> {
  return { deferrable: when !== 'not deferrable', initiallyDeferred: when === 'deferred', from: from ?? null }
}
