import { addresses } from '../base/address.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import { triggerWording, type Trigger, type TriggerWords } from '../kinds/triggers.ts'
import { qualifiedName } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { commentOn, declared, rename, type Declaration, type Declared } from './context.ts'
import type { Deferrable } from './drafts.ts'
import { calledFunction, type DeclaredFunction } from './functions.ts'
import { tablePath, type TableName } from './keys.ts'
import { givenName } from './naming.ts'

/** The options of a trigger. */
export interface TriggerOptions extends TriggerWords {
  /** A function that returns `trigger`: what `fn()` returned, or its name. */
  readonly execute: DeclaredFunction | string
  /** Makes it a constraint trigger, which can be deferred to the end of the transaction. */
  readonly constraint?: Deferrable
  /** The other table to which a constraint trigger refers (`FROM`). */
  readonly from?: TableName
  readonly comment?: string
  readonly renamedFrom?: string
}

/**
 * A trigger on a declared table or view; `t.trigger` declares one within the table.
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
    relation ? addressOf(relation) : addresses.table(qualifiedName(on.schema, on.name)),
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
    ...attributesOf(triggerWording, options),
    function: call,
    constraint: options.constraint
      ? constraintOf(options.constraint, options.from && tablePath(options.from, schema))
      : null,
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
