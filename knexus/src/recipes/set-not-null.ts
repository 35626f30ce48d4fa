import { differing } from '../diff.ts'
import { quoteIdent } from '../base/sql.ts'
import type { Column } from '../kinds/columns.ts'
import { constraintKind } from '../kinds/constraints.ts'
import { isNumberedBeside } from '../kinds/shared/identities.ts'
import { addNotNull, giveNotNull, validateNotNull } from '../kinds/shared/not-nulls.ts'
import type { Step } from '../plan/index.ts'
import type { Schema } from '../schema.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { helperCheck, validation } from './shared/helper-check.ts'
import { isInUse, onlyChange, step } from './shared/step.ts'

export const setNotNull: Recipe = {
  name: 'set-not-null',
  why: 'SET NOT NULL reads the whole table under a lock that stops readers and writers, unless a valid check proves it already.',
  instead(one, context) {
    const { from } = context
    const { before, after } = onlyChange(one) ?? {}
    if (before?.kind !== 'column' || after?.kind !== 'column' || !isInUse(after.on, from)) return undefined
    if (before.notNull || !after.notNull || !after.notNullValidated || after.inherited) return undefined
    if (differing(before, after).some((attribute) => !SAID_AT_ONCE.has(attribute))) return undefined
    if (isNumberedBelow(after, from)) return undefined
    return isPlain(after) ? provedByCheck(one, before, after, context) : validatedLater(before, after)
  },
}

/** What the statement that gives a NOT NULL says of it. */
const SAID_AT_ONCE: ReadonlySet<string> = new Set<keyof Column>(['notNull', 'notNullName', 'notNullNoInherit'])

/**
 * Whether a child numbers the column: it leaves its parent while the NOT NULL is dropped, and a check that it had from there
 * would stay behind as its own.
 */
function isNumberedBelow({ schema, table, name }: Column, from: Schema): boolean {
  return [...from.values()].some(
    (one) =>
      one.kind === 'column' &&
      one.name === name &&
      isNumberedBeside(one) &&
      one.inherited!.from.some((parent) => parent.schema === schema && parent.table === table),
  )
}

/** Whether SET NOT NULL says all of it: any PostgreSQL knows that. */
function isPlain(column: Column): boolean {
  return giveNotNull(column).sql.endsWith(' SET NOT NULL')
}

/** With a name, or without its children, it is a constraint that can come before its proof (PostgreSQL 18). */
function validatedLater(before: Column, after: Column): Step[] {
  const unproved = { ...after, notNullValidated: false }
  return [
    step({ before, after: unproved }, [addNotNull(unproved)]),
    step({ before: unproved, after }, [validateNotNull(after)], true),
  ]
}

function provedByCheck(one: Step, before: Column, after: Column, context: Context): Step[] {
  const unproved = helperCheck(after, '__not_null', `${quoteIdent(after.name)} IS NOT NULL`, context)
  const proved = { ...unproved, validated: true }
  const swap = step({ before, after }, [...one.statements, ...constraintKind.drop(proved)], true)
  return [
    step({ after: unproved }, constraintKind.create(unproved, [])),
    step({ before: unproved, after: proved }, [validation(unproved)], true),
    { ...swap, changes: [...swap.changes, { before: proved }], brief: true },
  ]
}
