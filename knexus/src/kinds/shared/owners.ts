import { addresses } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import type { Relation } from '../../base/relation.ts'

/**
 * The owner of a table, where an index or the like calls functions in that one's name: only where not everybody may
 * call them.
 */
export function ownerThatCalls(on: Address, needs: readonly Address[]): Relation[] {
  const owner: Relation = { as: 'suspends', to: addresses.owner(on) }
  // The function behind an operator is not known here.
  if (needs.some((need) => /^OPERATOR (?!CLASS |FAMILY )/.test(need))) return [owner]
  const called = needs.filter((need) => addresses.function.is(need))
  return called.length === 0
    ? []
    : [{ ...owner, when: called.map((routine) => addresses.privileges(routine, 'PUBLIC')) }]
}
