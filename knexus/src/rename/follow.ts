import { isDeepStrictEqual } from 'node:util'
import type { DatabaseObject } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, kindOf, parentOf, relativesOf, type Schema } from '../schema.ts'
import type { Renaming } from './index.ts'
import { made } from './pending.ts'

/**
 * The renames that need no question, because nothing but the name differs: an index, a key, a trigger. What was
 * renamed by name must be read again before, since PostgreSQL then writes the new names in all definitions. Rows are
 * never taken for others: a table or a column is not among them.
 */
export function followers(current: Schema, target: Schema): Renaming {
  const gone = [...current.values()].filter((object) => follows(object) && !target.has(addressOf(object)))
  const come = new Set(
    [...target.values()].filter((object) => kindOf(object).rename && !current.has(addressOf(object))),
  )
  const leaving = new Set(gone.map(addressOf))
  const held = new Set([...current.values()].flatMap((object) => relativesOf(object, 'has the name')))
  const pairs = gone.flatMap((before): [AnyObject, AnyObject][] => {
    if (relativesOf(before, 'made by').some((maker) => leaving.has(maker))) return []
    const candidates = [...come].filter((after) => sameCounter(before, after) ?? sameButName(before, after))
    const after = candidates.find((one) => sameButName(before, one)) ?? candidates[0]
    if (!after || relativesOf(after, 'has the name').some((name) => held.has(name))) return []
    come.delete(after)
    return [[before, after]]
  })
  return {
    up: pairs.flatMap(([before, after]) => made(before, after, before)),
    down: pairs.toReversed().flatMap(([before, after]) => made(before, before, after)),
    names: pairs.map(([before, after]) => [addressOf(before), addressOf(after)]),
  }
}

/**
 * Whether what describes it tells it apart, and nothing is lost when it is taken for another: what it counts goes on
 * for the same column.
 */
function follows(object: AnyObject): boolean {
  const kind = kindOf(object)
  if (!kind.rename || Object.keys(kind.alter).length === 0) return false
  return kind.drop(object).every(({ loses }) => loses === undefined) || kind.counts?.(object) !== undefined
}

/** Whether both count for one column; nothing where either counts for none. */
function sameCounter(before: AnyObject, after: AnyObject): boolean | undefined {
  const [of, then] = [before, after].map((object) => kindOf(object).counts?.(object)?.of)
  return of === undefined || then === undefined ? undefined : before.kind === after.kind && of === then
}

function sameButName(before: AnyObject, after: AnyObject): boolean {
  return (
    before.kind === after.kind &&
    parentOf(before) === parentOf(after) &&
    isDeepStrictEqual(nameless(before), nameless(after))
  )
}

/** What describes an object, and what names it but for the name itself. */
function nameless(object: DatabaseObject): Readonly<Record<string, unknown>> {
  const facts = Object.keys(kindOf(object).facts ?? {})
  const left = new Set(['name', 'needs', 'untied', ...facts])
  return Object.fromEntries(Object.entries(object).filter(([key]) => !left.has(key)))
}
