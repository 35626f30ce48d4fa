import type { Remap } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf } from '../schema.ts'

/** Values that an object lists and its successor does not. */
export interface Removed {
  /** What the model says that they become, or was said when they took the place of another. */
  readonly remap: Remap
  /** Those of which no model says it. */
  readonly unmapped: readonly string[]
  /** What they may become. */
  readonly others: readonly string[]
  /** Of them, those with a new one in their place: each may have been renamed to it. */
  readonly inPlace: Remap
}

/** What becomes of the values that an object lists and its successor does not. */
export function removedValues(after: AnyObject, before: AnyObject | undefined): Removed {
  if (before?.kind !== after.kind) return NONE
  const [values, old] = [kindOf(after).values?.(after), kindOf(before).values?.(before).list]
  if (!values || !old) return NONE
  const { list } = values
  const gone = old.filter((value) => !list.includes(value))
  // What took the place of another value on the way there becomes that one again.
  const back = Object.entries(kindOf(before).values!(before).removed)
    .filter(([value, other]) => list.includes(value) && gone.includes(other))
    .map(([value, other]) => [other, value] as const)
  const removed: Remap = { ...Object.fromEntries(back.toReversed()), ...values.removed }
  return {
    remap: Object.fromEntries(Object.entries(removed).filter(([value]) => gone.includes(value))),
    unmapped: gone.filter((value) => !(value in removed)),
    others: list,
    inPlace: inPlace(list, old),
  }
}

const NONE: Removed = { remap: {}, unmapped: [], others: [], inPlace: {} }

/** The values that go and as many that come behind the same value that stays, one for the other. */
function inPlace(list: readonly string[], before: readonly string[]): Remap {
  const coming = runs(list, before)
  return Object.fromEntries(
    [...runs(before, list)].flatMap(([behind, gone]) => {
      const come = coming.get(behind) ?? []
      return come.length === gone.length ? gone.map((value, at) => [value, come[at]!]) : []
    }),
  )
}

/** The values that the other list does not have, by the value before them that it has. */
function runs(list: readonly string[], other: readonly string[]): ReadonlyMap<string | undefined, readonly string[]> {
  const found = new Map<string | undefined, string[]>()
  let behind: string | undefined
  for (const value of list)
    if (other.includes(value)) behind = value
    else found.set(behind, [...(found.get(behind) ?? []), value])
  return found
}
