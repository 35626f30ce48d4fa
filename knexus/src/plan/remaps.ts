import type { Address, Remap } from '../base/kind.ts'
import { kindOf, needsOf, type Schema } from '../schema.ts'

/** What the values of each object become because a type that it is made of loses some of them, by its address: those of a column, and of the types in between. */
export function remaps(from: Schema, to: Schema): ReadonlyMap<Address, Remap> {
  const found = new Map<Address, Remap>()
  for (const [address, after] of to) {
    const before = from.get(address)
    const remap = before?.kind === after.kind ? kindOf(after).remaps?.(after, before) : undefined
    if (remap && Object.keys(remap).length > 0) found.set(address, remap)
  }
  // To those that use them, and from the types among these on.
  for (let size = 0; found.size > size;) {
    size = found.size
    for (const [address, user] of to) {
      const kind = kindOf(user)
      if (found.has(address) || !(kind.rebind ?? kind.renameAway)) continue
      const own = needsOf(user).filter((needed) => found.has(needed))
      const words = own.flatMap((needed) => Object.entries(found.get(needed)!))
      if (own.length > 0) found.set(address, Object.fromEntries(words))
    }
  }
  return found
}
