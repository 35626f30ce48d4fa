import type { Address } from '../base/kind.ts'
import type { Names } from '../base/relation.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, relativesOf, type Schema } from '../schema.ts'
import type { Action } from './actions.ts'
import { held, leaves, takes } from './free-names.ts'

/**
 * The schema half-way, where objects exchange their names: one of them has a name that nothing else has, and so have
 * those that it makes. It may be one that goes, but not before another comes. Nothing where no name of theirs is waited
 * for. `stuck` are actions that wait for each other.
 */
export function halfway(stuck: readonly Action[], from: Schema, to: Schema): Schema | undefined {
  const wanted = new Set(stuck.flatMap((action) => takes(action, from)))
  const all = new Set([from, to].flatMap((schema) => [...schema.values()]).flatMap(held))
  const names: Names = { isTaken: (name) => all.has(name), isWanted: (name) => wanted.has(name) }
  const makesRoom = (action: Action) => {
    const left = leaves(action).filter((name) => wanted.has(name))
    const kept = left.length > 0 && isOwn(action) ? new Set(held(aside(action.before!, names))) : undefined
    return kept !== undefined && left.some((name) => !kept.has(name))
  }
  const first = stuck.find(makesRoom)
  if (!first) return undefined
  const moved = new Map<Address, AnyObject>([[first.address, aside(first.before!, names)]])
  // What a moved object makes comes behind it here, and goes with it.
  for (const [maker, object] of moved)
    for (const [address, made] of from)
      if (!moved.has(address) && relativesOf(made, 'made by').includes(maker))
        moved.set(address, aside(made, names, object))
  return new Map([...from].map(([address, object]) => [address, moved.get(address) ?? object]))
}

/** It is not done by what makes its object. */
function isOwn({ type, altered, onTheWay }: Action): boolean {
  return type === 'alter' ? altered.length > 0 : !onTheWay
}

function aside(object: AnyObject, names: Names, maker?: AnyObject): AnyObject {
  return (kindOf(object).aside?.(object, names, maker) ?? object) as AnyObject
}
