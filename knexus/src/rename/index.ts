import type { Address } from '../base/kind.ts'
import { KnexusError } from '../base/errors.ts'
import type { Rename } from '../declare/context.ts'
import type { AnyObject } from '../kinds/index.ts'
import { plan, type Step } from '../plan/index.ts'
import { needsOf, type Schema } from '../schema.ts'
import { movesNamespace, pendingOf, type Leg, type Pending } from './pending.ts'

/** Renames in the order in which they are made, with the way back. */
export interface Renaming {
  readonly up: readonly Step[]
  readonly down: readonly Step[]
  /** Old and new address of each, and old and new name of a part that is not an object of its own, a label. */
  readonly names: readonly (readonly [old: Address, given: Address, part?: Rename['part']])[]
}

/** Nothing is renamed. */
export const NO_RENAMES: Renaming = { up: [], down: [], names: [] }

/**
 * The renames that a schema still needs. Wholes come before parts in both directions, because a part is renamed
 * inside its whole's new name; of two where one takes the name that the other leaves, the other comes first. One that
 * was made already is passed over. Throws `bad-rename`.
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
  const names = [...new Set(legs.map(({ rename }) => rename))].map(
    ({ from: old, to: now, part }) => [old, now, part] as const,
  )
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
  const stuck = left.find((one) => one.rename.asked && !circleOf(one, left))
  if (stuck) throw occupied(stuck)
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

/**
 * The renames that take each other's names, beginning with this one; nothing where it only leads to a name that stays
 * taken, as one that was made already does.
 */
function circleOf(start: Pending, among: readonly Pending[]): Pending[] | undefined {
  const circle = [start]
  for (;;) {
    const next = among.find(({ leaves }) => leaves === circle.at(-1)!.takes)
    if (next === start) return circle
    if (!next || circle.includes(next)) return undefined
    circle.push(next)
  }
}

function occupied({ rename: { from, to, part } }: Pending): KnexusError {
  const [old, name] = part ? [`${from} ${part[0]}`, `${to} ${part[1]}`] : [from, to]
  return new KnexusError(
    'bad-rename',
    `${old} cannot be renamed to ${name}, which is there already and keeps its name.`,
    'Rename what has the name in the same command, or drop it in a migration of its own first.',
  )
}

function undecidable(circle: readonly Pending[]): KnexusError {
  const names = circle.map(({ rename }) => rename)
  return new KnexusError(
    'bad-rename',
    `${names.map(({ from, to }) => `${from} and ${to}`).join(', ')} swap names, and nothing in the database ` +
      'tells whether that was done already.',
    'Remove renamedFrom, and pass the renames once: ' +
      names.map(({ from, to, part }) => (part ? part.join('=') : `--rename "${from}=${to}"`)).join(' '),
  )
}
