import { pathOf } from '../base/address.ts'
import type { Address, DatabaseObject } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, needsOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import { goes, isReshaped, isRetyped, replacement, type Verdict } from './verdict.ts'

/** What is carried from an object to one that needs it or is part of it. */
interface Carried {
  readonly address: Address
  readonly verdict: Verdict
  readonly user: Address
  readonly before: AnyObject
  readonly after: AnyObject
  readonly current: Verdict | undefined
  readonly all: ReadonlyMap<Address, Verdict>
  readonly from: Schema
  readonly to: Schema
}

/**
 * Relation by verdict: what becomes of a user when the object it needs, or is part of, is judged so. Nothing: it
 * stays as it is.
 */
const CARRY: Readonly<Record<Verdict['type'], (carried: Carried) => Verdict | undefined>> = {
  // DROP COLUMN a: the view over it is made again without it.
  drop: replacedUnlessItLetsGo,
  // A function with another result: the triggers that call it are made again.
  replace: replacedUnlessItLetsGo,
  create: replacedUnlessItLetsGo,
  // A type makes room for its successor: columns move to that, all others are made again.
  swap: (one) =>
    followed(one) ? (one.current?.follows ? undefined : { type: 'alter', follows: true }) : replacement(one.before),
  // A column becomes a bigint: the view over it is made again, its default only if that differs too.
  alter: (one) => {
    const [old, now] = [one.from.get(one.address)!, one.to.get(one.address)!]
    if (!one.verdict.follows && !isReshaped(old, now)) return undefined
    const blocks = kindOf(one.after).blocksAlterOf?.(
      one.before,
      one.verdict.follows || isRetyped(old, now),
      one.address,
    )
    return blocks === 'always' || (blocks === 'changed' && one.current) ? replacement(one.before) : undefined
  },
}

/** The new verdict on a user of an object, if that object's verdict changes it. */
export function carried(
  address: Address,
  verdict: Verdict,
  user: Address,
  all: ReadonlyMap<Address, Verdict>,
  from: Schema,
  to: Schema,
): Verdict | undefined {
  const [before, after, current] = [from.get(user)!, to.get(user), all.get(user)]
  if (!after || (current && current.type !== 'alter')) return undefined
  return CARRY[verdict.type]({ address, verdict, user, before, after, current, all, from, to })
}

function followed({ address, before, after }: Carried): boolean {
  return kindOf(after).rebind?.(after, before, {}) !== undefined && parentOf(after) !== address
}

function replacedUnlessItLetsGo({ address, before, after, current, all, from, to }: Carried): Verdict | undefined {
  const letsGo =
    !isPartOfItsName(before, after, address) &&
    parentOf(after) !== address &&
    !needsAny(after, madeAnew(address, all, from), to) &&
    mayStay(address, before, current, all)
  return letsGo ? undefined : replacement(before)
}

/** Whether it was a part of the object, and is one of what takes the name: a table's column, where a foreign table comes. */
function isPartOfItsName(before: AnyObject, after: AnyObject, address: Address): boolean {
  const parent = parentOf(after)
  return parentOf(before) === address && parent !== undefined && pathOf(parent) === pathOf(address)
}

/** What is made again with an object: it alone, or what it is a part of. */
function madeAnew(address: Address, result: ReadonlyMap<Address, Verdict>, from: Schema): Address {
  const object = from.get(address)
  const parent = object && parentOf(object)
  return parent !== undefined && result.get(parent)?.type === 'replace' ? parent : address
}

/** Whether it needs the object at an address, or a part of it. */
function needsAny(object: AnyObject, address: Address, schema: Schema): boolean {
  return needsOf(object).some((needed) => {
    const part = schema.get(needed)
    return needed === address || (part !== undefined && parentOf(part) === address)
  })
}

/**
 * Whether a user that needs an object no longer may let go of it: it is altered to, its rows are worth it, or it is
 * detached from the parent that made it.
 */
function mayStay(
  address: Address,
  before: DatabaseObject,
  current: Verdict | undefined,
  result: ReadonlyMap<Address, Verdict>,
): boolean {
  const maker = relationsOf(before).find(({ as, to }) => as === 'made by' && to === address)
  if (maker) return maker.unless !== undefined && goes(maker.unless, result)
  return (
    current !== undefined ||
    kindOf(before)
      .drop(before)
      .some(({ loses }) => loses !== undefined)
  )
}
