import type { Address, AnyKind, Statement, Succession } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import { edges, type SoftEdges } from './edges.ts'
import { successions } from './successions.ts'
import { alteration, asAltered, isRetyped, type Verdict } from './verdict.ts'

/** One thing to do to one object. `aside` and `retire` are the two halves of dropping an object that is swapped. */
export interface Action {
  readonly type: 'drop' | 'aside' | 'alter' | 'create' | 'retire'
  readonly address: Address
  readonly before: AnyObject | undefined
  readonly after: AnyObject | undefined
  /** Which of them it is done to, and of what kind that is. */
  readonly object: AnyObject
  readonly kind: AnyKind
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
   * The edges that give way on a cycle. Before all else those of what a text mentions. Then those of a user that
   * leaves: its drop before an alteration that does not reshape what it uses, its alteration before any alteration of
   * what it lets go of, its drop before that steps aside. Then those of a user's alteration after one that does not
   * reshape what it uses.
   */
  readonly soft: readonly [mentioned: SoftEdges, leaving: SoftEdges, coming: SoftEdges]
  /** A child's action and the parent's action that can do it on the way. */
  readonly mergeable: readonly (readonly [child: number, parent: number])[]
}

/** The number of each action, by its type and the address of its object. */
export type Places = Readonly<Record<Action['type'], Map<Address, number>>>

const TYPES = {
  create: ['create'],
  drop: ['drop'],
  alter: ['alter'],
  replace: ['drop', 'create'],
  swap: ['aside', 'create', 'retire'],
} as const

/** The actions of all verdicts, with an edge for every relation of either side and every name that has to be free. */
export function actions(verdicts: ReadonlyMap<Address, Verdict>, from: Schema, to: Schema): Actions {
  const nodes: Action[] = []
  const handed = successions(from, to)
  const places: Places = { drop: new Map(), aside: new Map(), alter: new Map(), create: new Map(), retire: new Map() }
  for (const address of new Set([...to.keys(), ...from.keys()])) {
    const verdict = verdicts.get(address)
    for (const type of verdict ? TYPES[verdict.type] : []) {
      if (type === 'create' && !to.has(address)) continue
      places[type].set(address, nodes.length)
      const [before, after] = [from.get(address), to.get(address)]
      const follows = verdict?.follows ?? false
      const altered =
        type === 'alter' ? statements(before!, after!, follows ? (handed.get(address) ?? {}) : undefined, verdicts) : []
      const object = (type === 'create' || type === 'alter' ? after : before)!
      nodes.push({ type, address, before, after, object, kind: kindOf(object), altered, follows, onTheWay: false })
    }
  }
  for (const [node, action] of nodes.entries())
    if (isOnTheWay(action, places)) nodes[node] = { ...action, onTheWay: true }
  return { nodes, ...edges({ nodes, places, verdicts, from, to }), mergeable: mergeable(nodes, places) }
}

/** `succession`: it moves to the successor of its type, and what becomes of its values there. */
function statements(
  from: AnyObject,
  to: AnyObject,
  succession: Succession | undefined,
  verdicts: ReadonlyMap<Address, Verdict>,
): readonly Statement[] {
  const [before, after] = [asAltered(from, verdicts), asAltered(to, verdicts)]
  const altered = alteration(before, after)
  if (altered === 'recreate') throw new TypeError('an object that cannot be altered was not replaced')
  // What is said of a column that is retyped moves it too; nothing is said where its type keeps its name and is of another kind.
  const moves = succession !== undefined && (altered.length === 0 || !isRetyped(before, after))
  return moves ? [...(kindOf(after).rebind?.(after, before, succession) ?? []), ...altered] : altered
}

function isOnTheWay({ type, object }: Action, places: Places): boolean {
  const happens = (address: Address) => places[type].has(address)
  return (
    (type === 'create' || type === 'drop') &&
    relationsOf(object).some(
      ({ as, to, unless }) => as === 'made by' && happens(to) && (unless === undefined || !happens(unless)),
    )
  )
}

function mergeable(nodes: readonly Action[], places: Places): [number, number][] {
  const pairs: [number, number][] = []
  for (const [node, { type, object, kind }] of nodes.entries()) {
    if (type !== 'create' && type !== 'drop') continue
    const parent = parentOf(object)
    const place = parent === undefined ? undefined : places[type].get(parent)
    if (place === undefined) continue
    if (type === 'drop' || kind.inline?.(object, []) !== undefined) pairs.push([node, place])
  }
  return pairs
}
