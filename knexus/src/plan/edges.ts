import type { Address } from '../base/kind.ts'
import type { Relation } from '../base/relation.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, parentOf, relationsOf, relativesOf, type Schema } from '../schema.ts'
import type { Action, Actions, Places } from './actions.ts'
import { freeNames, type Link } from './free-names.ts'
import { ORDER, type Gives, type OrderRule } from './relations.ts'
import { suspensions } from './suspensions.ts'
import { isReshaped, type Verdict } from './verdict.ts'

export type SoftEdges = ReadonlyMap<number, ReadonlySet<number>>

/** All that a plan knows while its edges are drawn. */
interface Ground {
  readonly nodes: readonly Action[]
  readonly places: Places
  readonly verdicts: ReadonlyMap<Address, Verdict>
  readonly from: Schema
  readonly to: Schema
  /** What comes by a name, whatever its namespace. */
  readonly comers: ReadonlyMap<string, readonly Address[]>
}

/** What must come before what, by the rules of `relations.ts`, by what is suspended, and by the names that have to be free. */
export function edges(given: Omit<Ground, 'comers'>): Pick<Actions, 'edges' | 'soft'> {
  const { nodes, places } = given
  const result: number[][] = nodes.map(() => [])
  const soft = {
    first: new Map<number, Set<number>>(),
    before: new Map<number, Set<number>>(),
    after: new Map<number, Set<number>>(),
  }
  const ground = { ...given, comers: comersOf(given.nodes) }
  const link: Link = (first, then, gives) => {
    if (first === undefined || then === undefined || first === then) return
    result[first]!.push(then)
    if (gives) soft[gives].set(first, (soft[gives].get(first) ?? new Set()).add(then))
  }
  for (const [node, action] of nodes.entries()) {
    for (const of of ['before', 'after'] as const) relate(ground, node, action, of, link)
    if (action.type !== 'create') continue
    link(places.drop.get(action.address) ?? places.aside.get(action.address), node)
    link(node, places.retire.get(action.address))
  }
  suspend(ground, link)
  freeNames(nodes, given.from, link)
  return { edges: result, soft: [soft.first, soft.before, soft.after] }
}

/** Draws the edges of one action, by the relations of its object as that was or will be. */
function relate(ground: Ground, node: number, action: Action, of: OrderRule['of'], link: Link): void {
  const object = action[of]
  const rules = RULES[of][action.type]
  if (!object || rules.length === 0) return
  const ahead = leads(ground, action, of)
  const meant = [
    ...(isSilent(action) ? [] : relationsOf(object).flatMap((relation) => asOrdered(ground, relation, ahead))),
    ...Array.from(ahead, (to) => ({ as: 'leads', to }) as const),
  ]
  for (const relation of meant)
    for (const rule of rules) if (rule.as.includes(relation.as)) follow(ground, node, action, relation, rule, link)
}

/** It differs, but nothing has to be said about it: what its parent does is enough. */
function isSilent({ type, follows, altered }: Action): boolean {
  return type === 'alter' && !follows && altered.length === 0
}

/** A relation as the rules know it: with the addresses that a name may mean, and without those that the object comes before. */
function asOrdered({ comers }: Ground, relation: Relation, ahead: ReadonlySet<Address>): Relation[] {
  if (ahead.has(relation.to)) return []
  if (relation.as === 'mentions') return (comers.get(relation.to) ?? []).map((to) => ({ ...relation, to }))
  return [relation.as === 'leads' ? { ...relation, as: 'needs' } : relation]
}

function follow(ground: Ground, node: number, action: Action, relation: Relation, rule: OrderRule, link: Link): void {
  if (!applies(ground, action, relation, rule)) return
  const whole = parentAt(relation.to, ground[rule.of === 'before' ? 'from' : 'to'])
  const others = [rule.at === 'whole' ? undefined : relation.to, rule.at === undefined ? undefined : whole]
  for (const other of others) {
    if (other === undefined) continue
    for (const type of rule.other) {
      const place = ground.places[type].get(other)
      const gives = rule.gives === 'first' ? 'first' : givesWay(ground, other, rule.gives) && rule.of
      if (rule.first === 'user') link(node, place, gives)
      else link(place, node, gives)
    }
  }
}

function applies({ from, places }: Ground, { before, after }: Action, { to }: Relation, { only }: OrderRule): boolean {
  if (only === 'it is let go of') return !relativesOf(after!, ...COMING).includes(to)
  if (only === 'the other can step aside') return from.has(to) && kindOf(from.get(to)!).renameAway !== undefined
  if (only === 'the other cannot step aside') return from.has(to) && kindOf(from.get(to)!).renameAway === undefined
  return only !== 'it is not released' || !isReleased(before!, to, places)
}

function givesWay({ from, to, verdicts }: Ground, address: Address, gives: Gives | undefined): boolean {
  if (gives !== 'unshaped') return gives === 'always'
  const verdict = verdicts.get(address)
  return verdict?.type === 'alter' && !verdict.follows && !isReshaped(from.get(address)!, to.get(address)!)
}

function comersOf(nodes: readonly Action[]): ReadonlyMap<string, readonly Address[]> {
  const comers = new Map<string, Address[]>()
  for (const { type, object, address } of nodes) {
    if (type !== 'create' || !('name' in object) || relativesOf(object, 'has the name').length === 0) continue
    comers.set(object.name, [...(comers.get(object.name) ?? []), address])
  }
  return comers
}

const COMING = ['part of', 'needs', 'leads', 'follows', 'comes after'] as const

/** The rules of each type of action. */
const RULES = {
  before: rulesOf('before'),
  after: rulesOf('after'),
}

function rulesOf(of: OrderRule['of']): Readonly<Record<Action['type'], readonly OrderRule[]>> {
  const list = (type: Action['type']) => ORDER.filter((rule) => rule.of === of && rule.user.includes(type))
  return {
    drop: list('drop'),
    aside: list('aside'),
    alter: list('alter'),
    create: list('create'),
    retire: list('retire'),
  }
}

/** What it comes before though it needs it. Inside its parent's CREATE, and with its parent, it comes and goes when that does. */
function leads({ places, from }: Ground, { type, before, after }: Action, of: OrderRule['of']): ReadonlySet<Address> {
  if (of === 'after' ? type !== 'create' && type !== 'alter' : type !== 'drop') return NONE
  const object = (of === 'after' ? after : before)!
  const parent = parentOf(object)
  if (type !== 'alter' && parent !== undefined && places[type].has(parent)) return NONE
  const change = type === 'alter' ? { before, from } : undefined
  return new Set(relationsOf(object, change).flatMap(({ as, to }) => (as === 'leads' ? [to] : [])))
}

const NONE: ReadonlySet<Address> = new Set()

function parentAt(address: Address, schema: Schema): Address | undefined {
  const object = schema.get(address)
  return object && parentOf(object)
}

/** Whether what goes has let go of it already: a partition that is detached keeps its columns. */
function isReleased(object: AnyObject, address: Address, places: Places): boolean {
  return relationsOf(object).some(
    ({ as, to, unless }) => as === 'made by' && to === address && unless !== undefined && places.drop.has(unless),
  )
}

/** What is suspended goes before what it must not stand at, and comes back after. */
function suspend({ verdicts, from, to, places }: Ground, link: Link): void {
  for (const [suspended, others] of suspensions(verdicts, from, to)) {
    for (const other of others) {
      const node = places.create.get(other) ?? places.alter.get(other)
      link(places.drop.get(suspended), node)
      link(node, places.create.get(suspended))
    }
  }
}
