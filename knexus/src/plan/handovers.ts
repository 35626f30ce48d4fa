import { cycles } from '../base/graph.ts'
import type { Counter, Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, relativesOf } from '../schema.ts'
import type { Action } from './actions.ts'

/** What is said around an action so that a position outlives the object that counted. */
export interface Handover {
  readonly before: readonly Statement[]
  readonly after: readonly Statement[]
}

/** What is said around each action, and which of two must come first. */
export interface Handovers {
  readonly around: ReadonlyMap<Action, Handover>
  readonly order: readonly (readonly [first: number, then: number])[]
}

/** Pairs each counter that goes with the one that comes for the same thing: a serial column's sequence with its identity. */
export function handovers(nodes: readonly Action[]): Handovers {
  const leavers = leaversOf(nodes)
  const around = new Map<Action, Handover>()
  const say = (action: Action, { before = [], after = [] }: Partial<Handover>) => {
    const said = around.get(action)
    around.set(action, { before: [...(said?.before ?? []), ...before], after: [...(said?.after ?? []), ...after] })
  }
  const order: [number, number][] = []
  for (const [node, action] of nodes.entries()) {
    const now = comes(action)
    if (!now) continue
    const leaver = leavers.get(now.of)
    if (!leaver) {
      if (action.type === 'alter' && now.begin) say(action, { after: [now.begin] })
      continue
    }
    const left = nodes[leaver.node]!
    // A default leaves the old sequence for the new one, so both stand for a moment where their names allow it.
    const together = action.type === 'create' && left.type === 'drop' && !shareName(left.object, action.object)
    order.push(together ? [node, leaver.node] : [leaver.node, node])
    const [save, restore] = [leaver.counter.save, now.restore(leaver.counter)]
    say(left, { before: together ? [save, restore] : [save] })
    if (!together) say(action, { after: [restore] })
  }
  return exchanged(nodes, around, order)
}

/** Where counters change places, each leaves its position to the next: all are saved before the first one moves. */
function exchanged(nodes: readonly Action[], around: Map<Action, Handover>, order: [number, number][]): Handovers {
  const after: number[][] = nodes.map(() => [])
  for (const [first, then] of order) after[first]!.push(then)
  let left = order
  for (const group of cycles(after)) {
    const [first, ...others] = group as [number, ...number[]]
    const saves = group.flatMap((node) => around.get(nodes[node]!)!.before)
    for (const node of group)
      around.set(nodes[node]!, { ...around.get(nodes[node]!)!, before: node === first ? saves : [] })
    left = [...left.filter(([one]) => !group.includes(one)), ...others.map((node): [number, number] => [first, node])]
  }
  return { around, order: left }
}

interface Leaver {
  readonly node: number
  readonly counter: Counter
}

/** The counters that go, by what they count. */
function leaversOf(nodes: readonly Action[]): ReadonlyMap<string, Leaver> {
  const leavers = new Map<string, Leaver>()
  for (const [node, { type, before, after }] of nodes.entries()) {
    const old = type === 'drop' || type === 'alter' ? counterOf(before) : undefined
    if (old && (type === 'drop' || counterOf(after)?.of !== old.of)) leavers.set(old.of, { node, counter: old })
  }
  return leavers
}

/** The counter that comes with an action. */
function comes({ type, before, after }: Action): Counter | undefined {
  const now = type === 'create' || type === 'alter' ? counterOf(after) : undefined
  return now && !(type === 'alter' && counterOf(before)?.of === now.of) ? now : undefined
}

function counterOf(object: AnyObject | undefined): Counter | undefined {
  return object && kindOf(object).counts?.(object)
}

function shareName(one: AnyObject, other: AnyObject): boolean {
  const names = relativesOf(one, 'has the name')
  return relativesOf(other, 'has the name').some((name) => names.includes(name))
}
