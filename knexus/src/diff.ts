import { isDeepStrictEqual } from 'node:util'
import type { Address, DatabaseObject } from './base/kind.ts'
import { addressOfChange, type Change } from './change.ts'
import { attribute, kindOf, type Schema } from './schema.ts'

/** The changes that turn one schema into another: one a differing address, drops first. Linear in the number of objects. */
export function diff(from: Schema, to: Schema): Change[] {
  return [...differences(from, to).values()]
}

/** As `diff`, by address. */
export function differences(from: Schema, to: Schema): ReadonlyMap<Address, Change> {
  const changes = new Map<Address, Change>()
  for (const [address, before] of from) {
    if (!to.has(address)) changes.set(address, { before })
  }
  for (const [address, after] of to) {
    const before = from.get(address)
    if (!before) changes.set(address, { after })
    else if (before !== after && (before.kind !== after.kind || differing(before, after).length > 0))
      changes.set(address, { before, after })
  }
  return changes
}

/** The attributes in which two objects at one address differ, in the order in which they are altered. */
export function differing(before: DatabaseObject, after: DatabaseObject): string[] {
  return Object.keys(kindOf(after).alter).filter((key) => !same(attribute(before, key), attribute(after, key)))
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && isDeepStrictEqual(a, b))
}

/**
 * Says changes in words: `COLUMN public.a.b differs in type, notNull`; `first` and `second` are said of what only one
 * side has.
 */
export function sayBetween(first: string, second: string): (change: Change) => string {
  return (change) => {
    const address = addressOfChange(change)
    if (!change.before) return `${address} ${second}`
    if (!change.after) return `${address} ${first}`
    return `${address} differs in ${differing(change.before, change.after).join(', ')}`
  }
}

/** One change in words, from what is there to what is wanted. */
export const sayChange = sayBetween('is unexpected', 'is missing')
