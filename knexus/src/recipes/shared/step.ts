import type { Address, Statement } from '../../base/kind.ts'
import { freshName } from '../../base/fresh-name.ts'
import type { Change } from '../../change.ts'
import type { AnyObject } from '../../kinds/index.ts'
import type { Step } from '../../plan/index.ts'
import { addressOf, needsOf, relativesOf, type Schema } from '../../schema.ts'
import type { Context } from './recipe.ts'

/** A step of one change. */
export function step(change: Change, statements: readonly Statement[], late = false): Step {
  return {
    changes: Object.keys(change).length === 0 ? [] : [change],
    statements,
    settings: [],
    ...(late && { late: true as const }),
  }
}

/** The one change of a step that makes one change. */
export function onlyChange({ changes }: Step): Change | undefined {
  return changes.length === 1 ? changes[0] : undefined
}

/** Whether a table was there before, and so may hold rows and be in use; a partitioned one has ways of its own. */
export function isInUse(on: Address, from: Schema): boolean {
  const table = from.get(on)
  return table !== undefined && !('partitionBy' in table && table.partitionBy !== null)
}

/** What a migration leaves free and what it takes: addresses, names, and places that one object has at a time. */
export function placesOf(steps: readonly Step[]): Pick<Context, 'left' | 'taken'> {
  const changes = steps.flatMap((one) => one.changes)
  const going = changes.flatMap(({ before, after }) => (before && !after ? [before] : []))
  const coming = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
  return { left: new Set(going.flatMap(leaves)), taken: new Set(coming.flatMap(takes)) }
}

/** Whether what goes makes room for something that comes: both belong into one transaction. */
export function isSucceeded(going: AnyObject, { taken }: Context): boolean {
  return leaves(going).some((place) => taken.has(place))
}

/** Whether what comes does so where something goes. */
export function isSuccessor(coming: AnyObject, { left }: Context): boolean {
  return takes(coming).some((place) => left.has(place))
}

function leaves(object: AnyObject): Address[] {
  return [addressOf(object), ...relativesOf(object, 'has the name', 'gives up')]
}

function takes(object: AnyObject): Address[] {
  return [addressOf(object), ...relativesOf(object, 'has the name', 'waits for')]
}

/**
 * Whether something else that is made in the same migration needs an object, or comes back when it is made, so that
 * it cannot come late.
 */
export function isNeeded(object: AnyObject, { steps }: Context): boolean {
  const address = addressOf(object)
  const suspended = relativesOf(object, 'suspends')
  return steps.some(({ changes }) =>
    changes.some(
      ({ after }) =>
        after !== undefined &&
        addressOf(after) !== address &&
        (needsOf(after).includes(address) || suspended.includes(addressOf(after))),
    ),
  )
}

/** Whether something that an object needs is dropped or altered in the same migration, so that its own drop cannot come late. */
export function losesGround(object: AnyObject, { steps }: Context): boolean {
  const needs = needsOf(object)
  return steps.some(({ changes }) =>
    changes.some(({ before }) => before !== undefined && needs.includes(addressOf(before))),
  )
}

/** A name that nothing has before, and nothing gets in the same migration. */
export function free(base: string, suffix: string, { from, steps }: Context): string {
  const named = (object: AnyObject | undefined, name: string) =>
    object !== undefined && 'name' in object && object.name === name
  const taken = (name: string) =>
    [...from.values()].some((object) => named(object, name)) ||
    steps.some(({ changes }) => changes.some(({ after }) => named(after, name)))
  return freshName(base, suffix, taken)
}
