import { isDeepStrictEqual } from 'node:util'
import type { DatabaseObject } from './base/kind.ts'
import type { Change } from './change.ts'
import { attribute, kindOf, type Schema } from './schema.ts'

/** The changes that turn one schema into another: one a differing address, drops first. Linear in the number of objects. */
export function diff(from: Schema, to: Schema): Change[] {
  const changes: Change[] = []
  for (const [address, before] of from) {
    if (!to.has(address)) changes.push({ before })
  }
  for (const [address, after] of to) {
    const before = from.get(address)
    if (!before) changes.push({ after })
    else if (before !== after && differing(before, after).length > 0) changes.push({ before, after })
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
