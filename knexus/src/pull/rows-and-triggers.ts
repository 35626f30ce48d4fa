import { addresses } from '../base/address.ts'
import { Sql } from '../declare/sql.ts'
import { qualifiedName } from '../base/sql.ts'
import { policyWording, type Policy } from '../kinds/policies.ts'
import { optionsOf } from '../kinds/shared/wording.ts'
import { triggerWording, type Trigger } from '../kinds/triggers.ts'
import { readPath, stripParentheses } from './lexer.ts'
import { Code, type Uses } from './print.ts'
import type { Pull } from './state.ts'

/** What `t.trigger` is told, once it is known that the language can say it. */
export function triggerOptions(
  pull: Pull,
  trigger: Trigger,
): ((uses: Uses) => Readonly<Record<string, unknown>>) | undefined {
  const { constraint } = trigger
  const from = constraint?.from == null ? undefined : readPath(constraint.from)
  if (
    (constraint?.from != null && from?.length !== 2) ||
    (constraint && !constraint.deferrable && constraint.initiallyDeferred)
  )
    return undefined
  const parts = readPath(trigger.function)
  if (parts?.length !== 2) return undefined
  const declared = pull.ids.get(addresses.function(`${qualifiedName(...parts)}()`))
  if (declared === undefined && parts.some((part) => part.includes('.'))) return undefined
  return (uses) => {
    if (declared !== undefined) uses.add(declared)
    return {
      timing: trigger.timing,
      events: trigger.events,
      ...optionsOf(triggerWording, trigger, conditionOf),
      execute: declared === undefined ? parts.join('.') : new Code(declared),
      ...(constraint && {
        constraint: !constraint.deferrable ? 'not deferrable' : constraint.initiallyDeferred ? 'deferred' : 'immediate',
      }),
      ...(from && { from: relation(from, trigger.schema) }),
    }
  }
}

/** What `t.policy` is told. */
export function policyOptions(policy: Policy): Readonly<Record<string, unknown>> {
  return optionsOf(policyWording, policy, conditionOf)
}

function conditionOf(condition: string): Sql {
  return new Sql(stripParentheses(condition))
}

/** How another table is named: alone where it is in the same namespace. */
export function relation([schema, name]: readonly string[], from: string): unknown {
  if (name!.includes('.') || schema!.includes('.')) return { schema, name }
  return schema === from ? name : `${schema}.${name}`
}
