import type { Address, DatabaseObject } from '../base/kind.ts'
import { KnexusError } from '../base/errors.ts'
import { freshName } from '../base/fresh-name.ts'
import type { Rename } from '../declare/context.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { Step } from '../plan/index.ts'
import { addressOf, attribute, kindOf, parentOf, rankOf, type Schema } from '../schema.ts'

/**
 * A rename that is still to be made. The places are keys of the schema before: the one that is left, and the one that
 * is taken.
 */
export interface Pending {
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

/** The steps there and back. */
export interface Leg {
  readonly up: readonly Step[]
  readonly down: readonly Step[]
}

/** What is to be done for a rename; nothing where it was made already. Throws `bad-rename`. */
export function pendingOf(rename: Rename, from: Schema, to: Schema): Pending | undefined {
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

/** Whether it goes from one namespace into another by itself, and not with what it is a part of. */
export function movesNamespace(before: AnyObject, after: AnyObject): boolean {
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

/** The attribute that lists a part of an object, and the list. */
function partsOf(object: DatabaseObject, part: string): [attribute: string, parts: readonly string[]] | undefined {
  return Object.entries(object).find(
    (entry): entry is [string, string[]] => Array.isArray(entry[1]) && entry[1].includes(part),
  )
}
