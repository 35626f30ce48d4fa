import type { Address, DatabaseObject, Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { differences, differing } from '../diff.ts'
import { kindOf, needsOf, parentOf, type Schema } from '../schema.ts'
import { suspensions } from './suspensions.ts'

/**
 * What becomes of one object. `replace`: dropped and created. `swap`: it steps aside, its successor is created, its users
 * follow, and it is dropped last. `alter`: changed in place; with `follows` it also moves to the successor of its type.
 */
export interface Verdict {
  readonly type: 'create' | 'drop' | 'alter' | 'replace' | 'swap'
  readonly follows?: true
}

/** The verdict on every object that differs, and on every object that has to be carried along because of one. */
export function verdicts(from: Schema, to: Schema): ReadonlyMap<Address, Verdict> {
  const result = new Map<Address, Verdict>()
  const queue: Address[] = []
  const judge = (address: Address, verdict: Verdict) => {
    result.set(address, verdict)
    queue.push(address)
    const object = to.get(address)
    const parent = object && parentOf(object)
    const home = parent === undefined ? undefined : from.get(parent)
    if (
      !home ||
      !to.has(parent!) ||
      (verdict.type !== 'replace' && verdict.type !== 'create') ||
      !kindOf(object!).inseparable?.(object!, home)
    )
      return
    const anew = replacement(home)
    if (result.get(parent!)?.type !== anew.type) judge(parent!, anew)
  }
  for (const [address, { before, after }] of differences(from, to)) {
    if (!before) judge(address, { type: 'create' })
    else if (!after) judge(address, { type: 'drop' })
    else judge(address, alteration(before, after) === 'recreate' ? replacement(after) : { type: 'alter' })
  }
  if (queue.length === 0 || from.size === 0) return result
  const users = usersOf(from)
  const carry = () => {
    for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
      const verdict = result.get(address)!
      for (const user of users.get(address) ?? []) {
        const next = carried(address, verdict, user, result, from, to)
        if (next) judge(user, next)
        // What may let go of a part that is made anew may not be able to of the whole.
        else if (
          verdict.type === 'replace' &&
          result.get(user)?.type === 'replace' &&
          parentOf(from.get(user)!) === address
        )
          queue.push(user)
      }
    }
  }
  carry()
  for (const [address, { type }] of result) {
    const before = type === 'drop' || type === 'replace' ? from.get(address) : undefined
    const parent = before && parentOf(before)
    if (!before || goes(parent, result)) continue
    for (const held of kindOf(before).holds?.(before) ?? [])
      if (from.has(held) && to.has(held) && !goes(held, result)) judge(held, { type: 'replace' })
  }
  carry()
  for (const suspended of suspensions(result, from, to).keys()) {
    if (from.has(suspended) && to.has(suspended) && result.get(suspended)?.type !== 'replace')
      judge(suspended, { type: 'replace' })
  }
  carry()
  return result
}

/** The statements that alter an object in place, or 'recreate' where one attribute has none. */
export function alteration(before: DatabaseObject, after: DatabaseObject): Statement[] | 'recreate' {
  const { alter } = kindOf(after)
  const statements: Statement[] = []
  for (const key of differing(before, after)) {
    const how = alter[key]!
    const made = how === 'recreate' ? how : how(after, before)
    if (made === 'recreate') return made
    statements.push(...made)
  }
  return statements
}

/** The object as it is altered: without its ties, where one of them is taken away meanwhile. */
export function asAltered(object: AnyObject, verdicts: ReadonlyMap<Address, Verdict>): AnyObject {
  const { ties, untied } = kindOf(object)
  return ties?.(object).some((tie) => verdicts.get(tie)?.type === 'replace') === true
    ? (untied!(object) as AnyObject)
    : object
}

function replacement(object: DatabaseObject): Verdict {
  return { type: kindOf(object).aside ? 'swap' : 'replace' }
}

/** The new verdict on a user of an object, if that object's verdict changes it. */
function carried(
  address: Address,
  verdict: Verdict,
  user: Address,
  result: ReadonlyMap<Address, Verdict>,
  from: Schema,
  to: Schema,
): Verdict | undefined {
  const [before, after, current] = [from.get(user)!, to.get(user), result.get(user)]
  if (!after || (current && current.type !== 'alter')) return undefined
  const kind = kindOf(after)
  if (verdict.type === 'swap' && kind.follow?.(after, before) && parentOf(after) !== address)
    return current?.follows ? undefined : { type: 'alter', follows: true }
  if (verdict.type !== 'alter') {
    const letsGo =
      verdict.type !== 'swap' &&
      parentOf(after) !== address &&
      !needsAny(after, madeAnew(address, result, from), to) &&
      mayStay(address, before, current, result)
    return letsGo ? undefined : replacement(after)
  }
  const [old, now] = [from.get(address)!, to.get(address)!]
  if (!verdict.follows && !isReshaped(old, now)) return undefined
  const rigid = kind.rigid?.(before, verdict.follows || kindOf(now).retypes?.(now, old) === true, address)
  return rigid === 'always' || (rigid === 'changed' && current) ? replacement(after) : undefined
}

function goes(address: Address | undefined, result: ReadonlyMap<Address, Verdict>): boolean {
  const type = address === undefined ? undefined : result.get(address)?.type
  return type === 'drop' || type === 'replace'
}

/** What is made anew with an object: it alone, or what it is a part of. */
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

/** Whether a user that needs an object no longer may let go of it: it is altered to, its rows are worth it, or it is detached from the parent that made it. */
function mayStay(
  address: Address,
  before: DatabaseObject,
  current: Verdict | undefined,
  result: ReadonlyMap<Address, Verdict>,
): boolean {
  const kind = kindOf(before)
  const maker = kind.madeBy?.(before)?.find(({ by }) => by === address)
  const link = maker?.unless === undefined ? undefined : result.get(maker.unless)?.type
  if (maker) return link === 'drop' || link === 'replace'
  return current !== undefined || kind.drop(before).some(({ loses }) => loses !== undefined)
}

/** Whether an alteration is one that PostgreSQL refuses while a rigid object uses what is altered. */
export function isReshaped(before: DatabaseObject, after: DatabaseObject): boolean {
  const { reshapes = [] } = kindOf(after)
  return reshapes.length > 0 && differing(before, after).some((key) => reshapes.includes(key))
}

/** Who needs an object, by its address: the graph of needs, turned round. */
function usersOf(schema: Schema): ReadonlyMap<Address, readonly Address[]> {
  const users = new Map<Address, Address[]>()
  for (const [address, object] of schema) {
    for (const needed of new Set(needsOf(object))) {
      const list = users.get(needed)
      if (list) list.push(address)
      else users.set(needed, [address])
    }
  }
  return users
}
