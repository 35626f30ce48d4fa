import type { AnyObject } from '../kinds/index.ts'
import { relativesOf } from '../schema.ts'
import type { Action } from './actions.ts'

/** Says that one action comes before another, and where that gives way on a cycle. An action that is not there has no order. */
export type Link = (
  first: number | undefined,
  then: number | undefined,
  gives?: 'first' | 'before' | 'after' | false,
) => void

/** A name must have been left before it is taken. */
export function freeNames(nodes: readonly Action[], link: Link): void {
  const leavers = leaversOf(nodes)
  if (leavers.size === 0) return
  for (const [node, { type, before, after }] of nodes.entries()) {
    if (type !== 'create' && type !== 'alter') continue
    const had = new Set(type === 'alter' ? names(before!, 'waits for') : [])
    for (const name of names(after!, 'waits for'))
      if (!had.has(name)) for (const leaver of leavers.get(name) ?? []) link(leaver, node)
  }
}

/** The actions that leave each name. */
function leaversOf(nodes: readonly Action[]): ReadonlyMap<string, readonly number[]> {
  const leavers = new Map<string, number[]>()
  for (const [node, { type, before, after }] of nodes.entries()) {
    if (type === 'create' || type === 'retire') continue
    const kept = new Set(type === 'alter' ? names(after!, 'gives up') : [])
    for (const name of names(before!, 'gives up'))
      if (!kept.has(name)) leavers.set(name, [...(leavers.get(name) ?? []), node])
  }
  return leavers
}

function names(object: AnyObject, as: 'gives up' | 'waits for'): string[] {
  return relativesOf(object, 'has the name', as)
}
