import type { Address } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, relativesOf, type Schema } from '../schema.ts'
import type { Action } from './actions.ts'
import { leaves, takes } from './free-names.ts'

/**
 * The schema half-way, where objects exchange their names: one of them has a name that nothing else has, and so have
 * those that it makes; or one that goes has such a name, where it goes after another comes. Nothing where no name of theirs is waited for. `stuck` are actions that wait for each other.
 */
export function halfway(stuck: readonly Action[], from: Schema, to: Schema): Schema | undefined {
  const wanted = new Set(stuck.flatMap((action) => takes(action, from)))
  const first = stuck.find(
    (action) => action.kind.aside && isOwn(action) && leaves(action).some((name) => wanted.has(name)),
  )
  if (!first) return undefined
  const names = new Set(
    [from, to].flatMap((schema) => [...schema.values()]).flatMap((object) => relativesOf(object, ...NAMES)),
  )
  const isTaken = (name: Address) => names.has(name)
  const moved = new Map<Address, AnyObject>([[first.address, aside(first.before!, isTaken)]])
  // What a moved object makes comes behind it here, and goes with it.
  for (const [maker, object] of moved)
    for (const [address, made] of from)
      if (!moved.has(address) && relativesOf(made, 'made by').includes(maker))
        moved.set(address, aside(made, isTaken, object))
  return new Map([...from].map(([address, object]) => [address, moved.get(address) ?? object]))
}

/** It is not done by what makes its object. */
function isOwn({ type, altered, onTheWay }: Action): boolean {
  return type === 'alter' ? altered.length > 0 : !onTheWay
}

const NAMES = ['has the name', 'gives up'] as const

function aside(object: AnyObject, isTaken: (name: Address) => boolean, maker?: AnyObject): AnyObject {
  return (kindOf(object).aside?.(object, isTaken, maker) ?? object) as AnyObject
}
