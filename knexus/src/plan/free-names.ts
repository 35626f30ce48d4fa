import type { AnyObject } from '../kinds/index.ts'
import { relationsOf, relativesOf, type Schema } from '../schema.ts'
import type { Action } from './actions.ts'

/** Says that one action comes before another, and where that gives way on a cycle. An action that is not there has no order. */
export type Link = (
  first: number | undefined,
  then: number | undefined,
  gives?: 'first' | 'before' | 'after' | false,
) => void

/** A name must have been left before it is taken. */
export function freeNames(nodes: readonly Action[], from: Schema, link: Link): void {
  const leavers = new Map<string, number[]>()
  for (const [node, action] of nodes.entries())
    for (const name of leaves(action)) leavers.set(name, [...(leavers.get(name) ?? []), node])
  if (leavers.size === 0) return
  for (const [node, action] of nodes.entries())
    for (const name of takes(action, from)) for (const leaver of leavers.get(name) ?? []) link(leaver, node)
}

/** The names that an action gives up. */
export function leaves({ type, before, after }: Action): readonly string[] {
  if (type === 'create' || type === 'retire') return []
  const kept = new Set(type === 'alter' ? held(after!) : [])
  return held(before!).filter((name) => !kept.has(name))
}

/** The names that an action waits for, and that its object does not have yet. */
export function takes({ type, before, after }: Action, from: Schema): readonly string[] {
  if (type === 'create') return awaited(after!)
  if (type !== 'alter') return []
  const had = new Set([...awaited(before!), ...held(before!)])
  return awaited(after!, { before, from }).filter((name) => !had.has(name))
}

/** The names that an object has for itself alone. */
export function held(object: AnyObject): readonly string[] {
  return relativesOf(object, 'has the name', 'gives up')
}

function awaited(object: AnyObject, change?: Parameters<typeof relationsOf>[1]): readonly string[] {
  return relationsOf(object, change).flatMap(({ as, to }) => (as === 'has the name' || as === 'waits for' ? [to] : []))
}
