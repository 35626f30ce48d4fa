import type { Address, DatabaseObject } from '../base/kind.ts'
import { KnexusError } from '../base/errors.ts'
import { freshName } from '../base/fresh-name.ts'
import type { Rename } from '../declare/context.ts'
import type { AnyObject } from '../kinds/index.ts'
import { plan, type Step } from '../plan/index.ts'
import { addressOf, attribute, kindOf, needsOf, parentOf, rankOf, type Schema } from '../schema.ts'

/** Renames in the order in which they are made, with the way back. */
export interface Renaming {
  readonly up: readonly Step[]
  readonly down: readonly Step[]
  /** Old and new address of each. */
  readonly names: readonly (readonly [old: Address, given: Address])[]
}

/** Nothing is renamed. */
export const NO_RENAMES: Renaming = { up: [], down: [], names: [] }

/** A rename that is still to be made. The places are keys of the schema before: the one that is left, and the one that is taken. */
interface Pending {
  readonly rename: Rename
  readonly rank: number
  readonly leaves: string
  readonly takes: string
  readonly occupied: boolean
  readonly make: Make
}

/** From the old name to the new one, or by way of a name of its own, which breaks a circle. */
interface Make {
  readonly whole: Leg
  readonly first: Leg
  readonly second: Leg
}

type Leg = Pick<Renaming, 'up' | 'down'>

/**
 * The renames that a schema still needs. Wholes come before parts in both directions, because a part is renamed inside its whole's new name; of two where
 * one takes the name that the other leaves, the other comes first. One that was made already is passed over. Throws `bad-rename`.
 */
export function pendingRenames(renames: readonly Rename[], from: Schema, to: Schema): Renaming {
  const pending = new Map<string, Pending>()
  for (const rename of renames) {
    const one = pendingOf(rename, from, to)
    if (one && !pending.get(one.leaves)?.rename.asked) pending.set(one.leaves, one)
  }
  const legs = inOrder([...pending.values()])
  const ranks = [...new Set(legs.map(({ rank }) => rank))].sort((a, b) => a - b)
  const wholesFirst = (of: typeof legs, way: 'up' | 'down') =>
    ranks.flatMap((rank) => of.filter((leg) => leg.rank === rank).flatMap((leg) => leg[way]))
  const names = [...new Set(legs.map(({ rename }) => rename))].map(({ from: old, to: now }) => [old, now] as const)
  const places = newPlaces(names, from, to)
  return {
    up: [...places.up, ...wholesFirst(legs, 'up')],
    down: [...wholesFirst(legs.toReversed(), 'down'), ...places.down],
    names,
  }
}

/** What renamed objects move into and what is not there yet: a namespace. */
function newPlaces(names: Renaming['names'], from: Schema, to: Schema): Leg {
  const given = new Set(names.map(([, now]) => now))
  const missing = new Map<Address, AnyObject>()
  const look = (address: Address): void => {
    const object = to.get(address)
    if (!object || from.has(address) || given.has(address) || missing.has(address)) return
    missing.set(address, object)
    needsOf(object).forEach(look)
  }
  for (const [old, now] of names) if (movesNamespace(from.get(old)!, to.get(now)!)) needsOf(to.get(now)!).forEach(look)
  const reached = new Map([...from, ...missing])
  return { up: plan(from, reached), down: plan(reached, from) }
}

/** One rename after the other, from the free end of each chain; a circle is broken by a name of its own. */
function inOrder(pending: readonly Pending[]): (Leg & Pick<Pending, 'rank' | 'rename'>)[] {
  const settled: Pending[] = []
  let left = pending
  for (;;) {
    const free = left.filter((one) => !one.occupied || settled.some(({ leaves }) => leaves === one.takes))
    if (free.length === 0) break
    settled.push(...free)
    left = left.filter((one) => !free.includes(one))
  }
  const leg = ({ rank, rename }: Pending, made: Leg) => ({ rank, rename, ...made })
  const chains = settled.map((one) => leg(one, one.make.whole))
  const circles = left.flatMap((one) => {
    const circle = circleOf(one, left)
    if (!circle || left.indexOf(one) !== Math.min(...circle.map((other) => left.indexOf(other)))) return []
    if (!circle.some(({ rename }) => rename.asked)) throw undecidable(circle)
    return [
      leg(one, one.make.first),
      ...circle
        .slice(1)
        .toReversed()
        .map((other) => leg(other, other.make.whole)),
      leg(one, one.make.second),
    ]
  })
  return [...chains, ...circles]
}

/** The renames that take each other's names, beginning with this one; nothing where it only leads to a name that stays taken, as one that was made already does. */
function circleOf(start: Pending, among: readonly Pending[]): Pending[] | undefined {
  const circle = [start]
  for (;;) {
    const next = among.find(({ leaves }) => leaves === circle.at(-1)!.takes)
    if (next === start) return circle
    if (!next || circle.includes(next)) return undefined
    circle.push(next)
  }
}

function pendingOf(rename: Rename, from: Schema, to: Schema): Pending | undefined {
  const before = from.get(rename.from)
  if (!before) return undefined
  const after = to.get(rename.to)
  if (!after || after.kind !== before.kind || !kindOf(before).rename) throw unrenamable(rename.from)
  if (rename.part) return partOf(rename, rename.part, before, after)
  const leaves = rename.from
  const takes = addressOf(seenFrom(before, after))
  if (leaves === takes) return undefined
  const taken = new Set([...from.values(), ...to.values()].map((object) => attribute(object, 'name')))
  const aside = { name: freshName(String(attribute(before, 'name')), '__old', (one) => taken.has(one)) }
  const make = makeOf(before, after, { ...before, ...aside }, { ...after, ...aside })
  return { rename, rank: rankOf(before), leaves, takes, occupied: from.has(takes), make }
}

/** A label of an enum, say. */
function partOf(rename: Rename, [old, now]: readonly [string, string], before: AnyObject, after: AnyObject) {
  const [key, parts] = partsOf(before, old) ?? []
  if (key === undefined || parts === undefined) return undefined
  const called = (object: AnyObject, name: string) => ({
    ...object,
    [key]: parts.map((part) => (part === old ? name : part)),
  })
  const leg = (name: string, then: string): Leg => ({
    up: made(after, called(after, then), called(after, name)),
    down: made(before, called(before, name), called(before, then)),
  })
  const aside = freshName(old, '__old', (one) => parts.includes(one))
  return {
    rename,
    rank: rankOf(before) + 0.5,
    leaves: `${rename.from} ${old}`,
    takes: `${rename.from} ${now}`,
    occupied: parts.includes(now),
    make: { whole: leg(old, now), first: leg(old, aside), second: leg(aside, now) },
  }
}

/** `asideBefore` and `asideAfter` bear the name that breaks a circle: in the old place, and in the new one. */
function makeOf(before: AnyObject, after: AnyObject, asideBefore: DatabaseObject, asideAfter: DatabaseObject): Make {
  return {
    whole: { up: made(before, after, before), down: made(before, before, after) },
    first: { up: made(before, asideAfter, before), down: made(before, before, asideBefore) },
    second: { up: made(before, after, asideAfter), down: made(before, asideBefore, after) },
  }
}

/** What is renamed with its new name, in the place where its whole was: it is part of that, or stands alone in a namespace. */
function seenFrom(before: AnyObject, after: AnyObject): DatabaseObject {
  const moved = movesNamespace(before, after) ? { schema: attribute(after, 'schema') } : {}
  return Object.assign({ ...before }, { name: attribute(after, 'name') }, moved)
}

function movesNamespace(before: AnyObject, after: AnyObject): boolean {
  return parentOf(before) === undefined && attribute(before, 'schema') !== attribute(after, 'schema')
}

/** The step that gives an object another name. */
export function made(of: DatabaseObject, after: DatabaseObject, before: DatabaseObject): Step[] {
  return [{ changes: [], statements: kindOf(of).rename!(after, before), settings: [] }]
}

function unrenamable(address: Address): KnexusError {
  return new KnexusError(
    'bad-rename',
    `${address} cannot be renamed as asked: its kind has no rename, or nothing of that kind is declared under the new name.`,
    'Correct renamedFrom or --rename.',
  )
}

function undecidable(circle: readonly Pending[]): KnexusError {
  const names = circle.map(({ rename }) => rename)
  return new KnexusError(
    'bad-rename',
    `${names.map(({ from, to }) => `${from} and ${to}`).join(', ')} swap names, and nothing in the database tells whether that was done already.`,
    `Remove renamedFrom, and pass the renames once: ${names.map(({ from, to, part }) => (part ? part.join('=') : `--rename "${from}=${to}"`)).join(' ')}`,
  )
}

/** The attribute that lists a part of an object, and the list. */
function partsOf(object: DatabaseObject, part: string): [attribute: string, parts: readonly string[]] | undefined {
  return Object.entries(object).find(
    (entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].includes(part),
  )
}
