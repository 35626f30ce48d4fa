import type { AnyObject } from '../../kinds/index.ts'
import type { Step } from '../../plan/index.ts'
import { addressOf } from '../../schema.ts'
import type { Context } from './recipe.ts'
import { onlyChange } from './step.ts'

type OfKind<K extends AnyObject['kind']> = Extract<AnyObject, { readonly kind: K }>

/** A replacement whose two halves, the drop and the creation, are steps of their own. */
export interface Halves<O extends AnyObject> {
  readonly predecessor: O
  readonly successor: O
  /** What the step that was asked about does: it drops the one, or creates the other. */
  readonly half: O
  readonly isDrop: boolean
}

/** The replacement of an object of a kind that a step is one half of; nothing where it is none. */
export function halvesOf<K extends AnyObject['kind']>(
  one: Step,
  kind: K,
  context: Context,
): Halves<OfKind<K>> | undefined {
  const half = halfOf(one)
  if (!half || !isOf(half, kind)) return undefined
  const other = otherHalf(half, context)
  if (!other || !isOf(other, kind)) return undefined
  const isDrop = onlyChange(one)?.before !== undefined
  return { predecessor: isDrop ? half : other, successor: isDrop ? other : half, half, isDrop }
}

function isOf<K extends AnyObject['kind']>(object: AnyObject, kind: K): object is OfKind<K> {
  return object.kind === kind
}

/** What a step only drops, or only creates. */
function halfOf(one: Step): AnyObject | undefined {
  const { before, after } = onlyChange(one) ?? {}
  return before && after ? undefined : (before ?? after)
}

/** What is made where this goes, what goes where this is made. */
function otherHalf(object: AnyObject, { steps }: Context): AnyObject | undefined {
  const address = addressOf(object)
  return steps.map(halfOf).find((half) => half !== undefined && half !== object && addressOf(half) === address)
}
