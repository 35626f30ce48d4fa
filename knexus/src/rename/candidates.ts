import type { Address } from '../base/kind.ts'
import { addressOfChange, type Change } from '../change.ts'
import { differing } from '../diff.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, kindOf, parentOf } from '../schema.ts'

/** Something that goes with rows or values, and what comes in its place that it may have been renamed to. */
export interface Candidate {
  readonly old: Address
  readonly given: Address
  /** Why it may be so, in words: `the same definition`, `a similar name`, `5 of 6 parts alike`. */
  readonly evidence: readonly string[]
}

/** The likeliest renames among some changes, the likeliest first: each object is in one of them at most. */
export function candidates(changes: readonly Change[]): Candidate[] {
  const gone = changes.flatMap(({ before, after }) => (before && !after ? [before] : []))
  const come = changes.flatMap(({ before, after }) => (after && !before ? [after] : []))
  const [leaving, coming] = [partsOf(gone), partsOf(come)]
  const pairs = gone
    .filter(holdsRows)
    .flatMap((old) =>
      come
        .filter((given) => given.kind === old.kind && parentOf(given) === parentOf(old))
        .map((given) => ({ old, given, ...likeness(old, given, leaving, coming) })),
    )
    .toSorted((a, b) => b.score - a.score)
  const taken = new Set<AnyObject>()
  return pairs.flatMap(({ old, given, evidence }) => {
    if (taken.has(old) || taken.has(given)) return []
    taken.add(old).add(given)
    return [{ old: addressOfChange({ before: old }), given: addressOfChange({ after: given }), evidence }]
  })
}

type Parts = ReadonlyMap<Address, readonly AnyObject[]>

function partsOf(objects: readonly AnyObject[]): Parts {
  const parts = new Map<Address, AnyObject[]>()
  for (const object of objects) {
    const whole = parentOf(object)
    if (whole !== undefined) parts.set(whole, [...(parts.get(whole) ?? []), object])
  }
  return parts
}

function likeness(
  old: AnyObject,
  given: AnyObject,
  leaving: Parts,
  coming: Parts,
): { readonly score: number; readonly evidence: readonly string[] } {
  const other = differing(old, given)
  const names = similarity(nameOf(old), nameOf(given))
  const [had, has] = [leaving.get(addressOf(old)) ?? [], coming.get(addressOf(given)) ?? []]
  const shared = had.filter((part) => has.some((one) => one.kind === part.kind && nameOf(one) === nameOf(part)))
  const parts = Math.max(had.length, has.length)
  const definition = 1 - other.length / Math.max(1, Object.keys(kindOf(old).alter).length)
  return {
    score: (other.length === 0 ? 1 : 0) + definition + names + (parts === 0 ? 0 : (2 * shared.length) / parts),
    evidence: [
      ...(parts > 0 ? [`${shared.length} of ${parts} parts alike`] : []),
      ...(parts === 0 ? [other.length === 0 ? 'the same definition' : `another ${other.join(', ')}`] : []),
      ...(names >= 0.5 ? ['a similar name'] : []),
    ],
  }
}

function nameOf(object: AnyObject): string {
  return 'name' in object ? object.name : addressOf(object)
}

/** How many pairs of letters two names share, from 0 to 1 (Dice). */
function similarity(a: string, b: string): number {
  const pairsOf = (text: string) => Array.from({ length: text.length + 1 }, (_, at) => ` ${text} `.slice(at, at + 2))
  const [one, other] = [pairsOf(a), pairsOf(b)]
  const left = [...other]
  const shared = one.filter((pair) => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return (2 * shared.length) / (one.length + other.length)
}

/** Whether its going loses something, as its own drop says. */
function holdsRows(object: AnyObject): boolean {
  return kindOf(object)
    .drop(object)
    .some(({ loses }) => loses !== undefined)
}
