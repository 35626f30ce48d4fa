import type { Address } from '../base/kind.ts'
import { kindOf, needsOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import type { Verdict } from './verdict.ts'

/**
 * What may not stand while others are made or altered, by its address, with the addresses of these. What needs it is
 * none of them.
 */
export type Suspensions = ReadonlyMap<Address, ReadonlySet<Address>>

/**
 * What the objects suspend that are made or altered, or whose parent or siblings are: a table that is rewritten
 * builds its indexes again.
 */
export function suspensions(verdicts: ReadonlyMap<Address, Verdict>, from: Schema, to: Schema): Suspensions {
  const result = new Map<Address, Set<Address>>()
  const families = familiesOf(verdicts, to)
  for (const [address, object] of to) {
    const around = families.get(parentOf(object) ?? address)
    if (!around) continue
    const stays = (verdicts.get(address)?.type ?? 'alter') === 'alter'
    for (const { as, to: what, when } of relationsOf(object, { from, before: stays ? from.get(address) : undefined })) {
      const exists = (one: Address) => from.has(one) || to.has(one)
      if (as !== 'suspends' || !exists(what) || (when && !when.some(exists))) continue
      const users = result.get(what) ?? new Set()
      for (const one of around) if (!needsOf(to.get(one)!).includes(what)) users.add(one)
      result.set(what, users)
    }
  }
  return result
}

/** What is made or altered, by itself and by its parent. */
function familiesOf(verdicts: ReadonlyMap<Address, Verdict>, to: Schema): ReadonlyMap<Address, readonly Address[]> {
  const families = new Map<Address, Address[]>()
  for (const [address, { type }] of verdicts) {
    const object = to.get(address)
    if (!object || type === 'drop' || kindOf(object).ambient) continue
    const parent = parentOf(object)
    for (const head of parent === undefined ? [address] : [address, parent]) {
      const family = families.get(head)
      if (family) family.push(address)
      else families.set(head, [address])
    }
  }
  return families
}
