import type { Address } from './base/kind.ts'
import type { AnyObject } from './kinds/index.ts'
import { addressOf, type Schema } from './schema.ts'

/** One object before and after. Created: no before. Dropped: no after. */
export interface Change {
  readonly before?: AnyObject
  readonly after?: AnyObject
}

/** The way back. */
export function reverse({ before, after }: Change): Change {
  return { ...(after && { before: after }), ...(before && { after: before }) }
}

/** The object a change is about: as it will be, or, when it goes, as it was. */
export function subject(change: Change): AnyObject {
  const object = change.after ?? change.before
  if (!object) throw new TypeError('a change has a before or an after')
  return object
}

/** The address a change is made at. */
export function addressOfChange(change: Change): Address {
  return addressOf(subject(change))
}

/** The schema with the changes made, in memory. */
export function apply(schema: Schema, changes: Iterable<Change>): Schema {
  const next = new Map(schema)
  for (const { before, after } of changes) {
    if (before) next.delete(addressOf(before))
    if (after) next.set(addressOf(after), after)
  }
  return next
}
