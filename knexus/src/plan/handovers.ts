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
  const order: [number, number][] = []
  for (const [node, action] of nodes.entries()) {
    const now = comes(action)
    if (!now) continue
    const leaver = leavers.get(now.of)
    if (!leaver) {
      if (action.type === 'alter' && now.begin) around.set(action, { before: [], after: [now.begin] })
      continue
    }
    const left = nodes[leaver.node]!
    // A default leaves the old sequence for the new one, so both stand for a moment where their names allow it.
    const together = action.type === 'create' && left.type === 'drop' && !shareName(left.object, action.object)
    order.push(together ? [node, leaver.node] : [leaver.node, node])
    const [save, restore] = [leaver.counter.save, now.restore(leaver.counter)]
    around.set(left, { before: together ? [save, restore] : [save], after: [] })
    if (!together) around.set(action, { before: [], after: [restore] })
  }
  return { around, order }
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
