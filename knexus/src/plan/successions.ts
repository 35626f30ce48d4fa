import type { Address, Succession } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, needsOf, type Schema } from '../schema.ts'
import { removedValues } from './values.ts'

/** What becomes of the values of each column, and of each type in between, because a type that it is made of changes. */
export function successions(from: Schema, to: Schema): ReadonlyMap<Address, Succession> {
  const found = new Map<Address, Succession>()
  for (const [address, after] of to) {
    const before = from.get(address)
    const succession = { labels: removedValues(after, before).remap, ...ownOf(after, before) }
    if (says(succession)) found.set(address, succession)
  }
  // To those that use them, and from the types among these on.
  for (let size = 0; found.size > size;) {
    size = found.size
    for (const [address, user] of to) {
      const kind = kindOf(user)
      if (found.has(address) || !(kind.rebind ?? kind.renameAway)) continue
      const own = needsOf(user).flatMap((needed) => found.get(needed) ?? [])
      const { labels } = ownOf(user, from.get(address)) ?? {}
      if (own.length > 0) found.set(address, { ...joined(own), ...(labels && { labels }) })
    }
  }
  return found
}

function ownOf(after: AnyObject, before: AnyObject | undefined): Succession | undefined {
  return before?.kind === after.kind ? kindOf(after).succession?.(after, before) : undefined
}

function says({ labels = {}, zoned = false, moved = [] }: Succession): boolean {
  return zoned || moved.length > 0 || Object.keys(labels).length > 0
}

function joined(all: readonly Succession[]): Succession {
  return {
    labels: Object.fromEntries(all.flatMap(({ labels = {} }) => Object.entries(labels))),
    zoned: all.some(({ zoned }) => zoned),
    moved: [...new Set(all.flatMap(({ moved = [] }) => moved))],
  }
}
