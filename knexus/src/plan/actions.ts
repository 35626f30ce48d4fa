import type { Address, Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, needsOf, parentOf, type Schema } from '../schema.ts'
import { suspensions } from './suspensions.ts'
import { alteration, asAltered, isReshaped, type Verdict } from './verdicts.ts'

/** One thing to do to one object. `aside` and `retire` are the two halves of dropping an object that is swapped. */
export interface Action {
  readonly type: 'drop' | 'aside' | 'alter' | 'create' | 'retire'
  readonly address: Address
  readonly before: AnyObject | undefined
  readonly after: AnyObject | undefined
  /** For 'alter': the statements that say the difference, and move it to the successor of its type. */
  readonly altered: readonly Statement[]
  readonly follows: boolean
  /** Another action makes or drops it on its way. */
  readonly onTheWay: boolean
}

/** Everything to do, what must come before what, and which action may be done inside its parent's. */
export interface Actions {
  readonly nodes: readonly Action[]
  /** `edges[a]` holds every action that must come after action `a`. */
  readonly edges: readonly number[][]
  /**
   * The edges that give way on a cycle. First those of a user that leaves: its drop before an alteration that does not reshape what it uses, its alteration
   * before any alteration of what it lets go of, its drop before that steps aside. Then those of a user's alteration after one that does not reshape what it uses.
   */
  readonly soft: readonly [leaving: SoftEdges, coming: SoftEdges]
  /** A child's action and the parent's action that can do it on the way. */
  readonly mergeable: readonly (readonly [child: number, parent: number])[]
}

export type SoftEdges = ReadonlyMap<number, ReadonlySet<number>>

const TYPES = {
  create: ['create'],
  drop: ['drop'],
  alter: ['alter'],
  replace: ['drop', 'create'],
  swap: ['aside', 'create', 'retire'],
} as const

type Places = Record<Action['type'], Map<Address, number>>

/** The actions of all verdicts, with an edge for every need of either side and every name that has to be free. */
export function actions(verdicts: ReadonlyMap<Address, Verdict>, from: Schema, to: Schema): Actions {
  const nodes: Action[] = []
  const places: Places = { drop: new Map(), aside: new Map(), alter: new Map(), create: new Map(), retire: new Map() }
  for (const address of new Set([...to.keys(), ...from.keys()])) {
    const { type, follows = false } = verdicts.get(address) ?? {}
    for (const action of type ? TYPES[type] : []) {
      places[action].set(address, nodes.length)
      const [before, after] = [from.get(address), to.get(address)]
      nodes.push({
        type: action,
        address,
        before,
        after,
        altered: action === 'alter' ? statements(before!, after!, follows, verdicts) : [],
        follows,
        onTheWay: false,
      })
    }
  }
  for (const [node, action] of nodes.entries())
    if (isOnTheWay(action, places)) nodes[node] = { ...action, onTheWay: true }
  const edges: number[][] = nodes.map(() => [])
  const [leaves, comes] = [new Map<number, Set<number>>(), new Map<number, Set<number>>()]
  const softly = (first: number | undefined, then: number | undefined, soft: Map<number, Set<number>>) => {
    link(first, then)
    if (first !== undefined && then !== undefined) soft.set(first, (soft.get(first) ?? new Set()).add(then))
  }
  const loosely = (
    first: number | undefined,
    then: number | undefined,
    needed: Address,
    soft: Map<number, Set<number>>,
  ) => {
    const altered = verdicts.get(needed)
    if (altered?.type === 'alter' && !altered.follows && !isReshaped(from.get(needed)!, to.get(needed)!))
      softly(first, then, soft)
    else link(first, then)
  }
  const link = (first: number | undefined, then: number | undefined) => {
    if (first !== undefined && then !== undefined && first !== then) edges[first]!.push(then)
  }
  const leaving = (address: Address) => places.drop.get(address) ?? places.aside.get(address)
  for (const [node, { type, address, before, after, altered, follows }] of nodes.entries()) {
    const ahead =
      (type === 'create' || type === 'alter') && after
        ? leads(after, type === 'alter' ? before : undefined, places.create)
        : []
    for (const address of ahead) link(node, places[type].get(address))
    // It differs, but nothing has to be said about it: what its parent does is enough.
    if (type === 'alter' && !follows && altered.length === 0) continue
    if (type !== 'create' && before) {
      const led = type === 'drop' ? leads(before, undefined, places.drop) : []
      for (const address of led) link(places.drop.get(address), node)
      for (const needed of comesAfter(before, true)) {
        if (led.includes(needed)) continue
        if (type === 'alter') {
          if (!isReleased(before, needed, places)) link(node, places.drop.get(needed) ?? places.retire.get(needed))
          if (comesAfter(after!, false).includes(needed)) continue
          const whole = parentAt(needed, from)
          for (const left of whole === undefined ? [needed] : [needed, whole])
            softly(node, places.alter.get(left), leaves)
        } else if (type === 'retire')
          link(node, places.retire.get(needed) ?? (isHeld(needed, from) ? places.drop.get(needed) : undefined))
        else if (type === 'drop' && places.aside.has(needed)) {
          softly(node, places.aside.get(needed), leaves)
          link(node, places.retire.get(needed))
        } else loosely(node, leaving(needed) ?? places.alter.get(needed), needed, leaves)
      }
    }
    if ((type === 'create' || type === 'alter') && after) {
      for (const needed of comesAfter(after, false)) {
        if (ahead.includes(needed)) continue
        const place = places.create.get(needed) ?? places.alter.get(needed)
        if (type === 'alter') loosely(place, node, needed, comes)
        else link(place, node)
        const whole = parentAt(needed, to)
        if (whole !== undefined) loosely(places.alter.get(whole), node, whole, comes)
      }
    }
    if (type === 'create') {
      link(leaving(address), node)
      link(node, places.retire.get(address))
    }
  }
  for (const [suspended, others] of suspensions(verdicts, from, to)) {
    for (const other of others) {
      const node = places.create.get(other) ?? places.alter.get(other)
      link(places.drop.get(suspended), node)
      link(node, places.create.get(suspended))
    }
  }
  freeNames(nodes, link)
  return { nodes, edges, soft: [leaves, comes], mergeable: mergeable(nodes, places) }
}

function statements(
  from: AnyObject,
  to: AnyObject,
  follows: boolean,
  verdicts: ReadonlyMap<Address, Verdict>,
): readonly Statement[] {
  const [before, after] = [asAltered(from, verdicts), asAltered(to, verdicts)]
  const altered = alteration(before, after)
  if (altered === 'recreate') throw new TypeError('an object that cannot be altered was not replaced')
  const { follow, retypes } = kindOf(after)
  return follows && retypes?.(after, before) !== true ? [...(follow?.(after, before) ?? []), ...altered] : altered
}

/** Inside its parent's CREATE, and with its parent, it comes and goes when that does. */
function leads(
  object: AnyObject,
  before: AnyObject | undefined,
  parents: ReadonlyMap<Address, number>,
): readonly Address[] {
  const parent = parentOf(object)
  return !before && parent !== undefined && parents.has(parent) ? [] : (kindOf(object).leads?.(object, before) ?? [])
}

function comesAfter(object: AnyObject, leaves: boolean): Address[] {
  return [...needsOf(object), ...(kindOf(object).after?.(object, leaves) ?? [])]
}

/** What has stepped aside still holds the types it is made of, and nothing else. */
function isHeld(address: Address, schema: Schema): boolean {
  const object = schema.get(address)
  return object !== undefined && kindOf(object).aside !== undefined
}

function parentAt(address: Address, schema: Schema): Address | undefined {
  const object = schema.get(address)
  return object && parentOf(object)
}

/** Whether what goes has let go of it already: a partition that is detached keeps its columns. */
function isReleased(object: AnyObject, address: Address, places: Places): boolean {
  return (
    kindOf(object)
      .madeBy?.(object)
      ?.some(({ by, unless }) => by === address && unless !== undefined && places.drop.has(unless)) === true
  )
}

function isOnTheWay({ type, before, after }: Action, places: Places): boolean {
  const object = type === 'create' ? after : type === 'drop' ? before : undefined
  const made = object && kindOf(object).madeBy?.(object)
  return (
    made?.some(({ by, unless }) => places[type].has(by) && (unless === undefined || !places[type].has(unless))) === true
  )
}

/** A name must have been left before it is taken. */
function freeNames(nodes: readonly Action[], link: (first: number, then: number) => void): void {
  const leavers = new Map<string, number[]>()
  for (const [node, { type, before, after }] of nodes.entries()) {
    if (type === 'create' || type === 'retire') continue
    const kept = new Set(type === 'alter' ? namesLeft(after!) : [])
    for (const name of namesLeft(before!)) if (!kept.has(name)) leavers.set(name, [...(leavers.get(name) ?? []), node])
  }
  if (leavers.size === 0) return
  for (const [node, { type, before, after }] of nodes.entries()) {
    if (type !== 'create' && type !== 'alter') continue
    const had = new Set(type === 'alter' ? namesTaken(before!) : [])
    for (const name of namesTaken(after!))
      if (!had.has(name)) for (const leaver of leavers.get(name) ?? []) link(leaver, node)
  }
}

function namesLeft(object: AnyObject): string[] {
  const { claims, yields } = kindOf(object)
  return [...(claims?.(object) ?? []), ...(yields?.(object) ?? [])]
}

function namesTaken(object: AnyObject): string[] {
  const { claims, waits } = kindOf(object)
  return [...(claims?.(object) ?? []), ...(waits?.(object) ?? [])]
}

function mergeable(nodes: readonly Action[], places: Places): [number, number][] {
  const pairs: [number, number][] = []
  for (const [node, { type, before, after }] of nodes.entries()) {
    const object = type === 'create' ? after! : before
    if (!object || (type !== 'create' && type !== 'drop')) continue
    const parent = parentOf(object)
    const place = parent === undefined ? undefined : places[type].get(parent)
    if (place === undefined) continue
    if (type === 'drop' || kindOf(object).inline?.(object, []) !== undefined) pairs.push([node, place])
  }
  return pairs
}
