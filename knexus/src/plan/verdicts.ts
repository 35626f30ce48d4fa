import type { Address, DatabaseObject, Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { differences, differing } from '../diff.ts'
import { kindOf, needsOf, parentOf, relationsOf, relativesOf, type Schema } from '../schema.ts'
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
  const court = new Court(from, to)
  for (const [address, { before, after }] of differences(from, to)) {
    if (!before) court.judge(address, { type: 'create' })
    else if (!after) court.judge(address, { type: 'drop' })
    else court.judge(address, alteration(before, after) === 'recreate' ? replacement(after) : { type: 'alter' })
  }
  if (court.verdicts.size === 0 || from.size === 0) return court.verdicts
  court.carry()
  court.takeAlong()
  court.carry()
  court.suspend()
  court.carry()
  return court.verdicts
}

/** The verdicts while they are found: each may change those on the object's relatives. */
class Court {
  readonly verdicts = new Map<Address, Verdict>()
  readonly #queue: Address[] = []
  readonly #from: Schema
  readonly #to: Schema
  #users: ReadonlyMap<Address, readonly Address[]> | undefined

  constructor(from: Schema, to: Schema) {
    this.#from = from
    this.#to = to
  }

  judge(address: Address, verdict: Verdict): void {
    this.verdicts.set(address, verdict)
    this.#queue.push(address)
    const object = this.#to.get(address)
    if (!object || (verdict.type !== 'replace' && verdict.type !== 'create')) return
    for (const { as, to: whole } of relationsOf(object, { from: this.#from })) {
      const home = as === 'inseparable from' && this.#to.has(whole) ? this.#from.get(whole) : undefined
      if (home && this.verdicts.get(whole)?.type !== replacement(home).type) this.judge(whole, replacement(home))
    }
  }

  /** Carries every new verdict to the users of its object. */
  carry(): void {
    const users = (this.#users ??= usersOf(this.#from))
    for (let address = this.#queue.pop(); address !== undefined; address = this.#queue.pop()) {
      const verdict = this.verdicts.get(address)!
      for (const user of users.get(address) ?? []) {
        const next = carried(address, verdict, user, this.verdicts, this.#from, this.#to)
        if (next) this.judge(user, next)
        // What may let go of a part that is made anew may not be able to of the whole.
        else if (verdict.type === 'replace' && this.#isReplacedPart(user, address)) this.#queue.push(user)
      }
    }
  }

  /** Replaces what an object takes along that goes while what it is a part of stays. */
  takeAlong(): void {
    for (const address of this.verdicts.keys()) {
      const before = goes(address, this.verdicts) ? this.#from.get(address) : undefined
      if (before && !goes(parentOf(before), this.verdicts))
        for (const other of relativesOf(before, 'takes along')) if (!goes(other, this.verdicts)) this.#replace(other)
    }
  }

  /** Replaces what may not stand meanwhile. */
  suspend(): void {
    for (const suspended of suspensions(this.verdicts, this.#from, this.#to).keys())
      if (this.verdicts.get(suspended)?.type !== 'replace') this.#replace(suspended)
  }

  #replace(address: Address): void {
    if (this.#from.has(address) && this.#to.has(address)) this.judge(address, { type: 'replace' })
  }

  #isReplacedPart(part: Address, whole: Address): boolean {
    return this.verdicts.get(part)?.type === 'replace' && parentOf(this.#from.get(part)!) === whole
  }
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
  return relativesOf(object, 'tied by').some((tie) => verdicts.get(tie)?.type === 'replace')
    ? { ...object, untied: true }
    : object
}

function replacement(object: DatabaseObject): Verdict {
  return { type: kindOf(object).aside ? 'swap' : 'replace' }
}

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

/** Relation by verdict: what becomes of a user when the object it needs, or is part of, is judged so. Nothing: it stays as it is. */
const CARRY: Readonly<Record<Verdict['type'], (carried: Carried) => Verdict | undefined>> = {
  // DROP COLUMN a: the view over it is made anew without it.
  drop: replacedUnlessItLetsGo,
  // A function with another result: the triggers that call it are made anew.
  replace: replacedUnlessItLetsGo,
  create: replacedUnlessItLetsGo,
  // A type makes room for its successor: columns move to that, all others are made anew.
  swap: (one) =>
    followed(one) ? (one.current?.follows ? undefined : { type: 'alter', follows: true }) : replacement(one.after),
  // A column becomes a bigint: the view over it is made anew, its default only if that differs too.
  alter: (one) => {
    const [old, now] = [one.from.get(one.address)!, one.to.get(one.address)!]
    if (!one.verdict.follows && !isReshaped(old, now)) return undefined
    const rigid = kindOf(one.after).rigid?.(one.before, one.verdict.follows || isRetyped(old, now), one.address)
    return rigid === 'always' || (rigid === 'changed' && one.current) ? replacement(one.after) : undefined
  },
}

/** The new verdict on a user of an object, if that object's verdict changes it. */
function carried(
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
  return kindOf(after).follow?.(after, before) !== undefined && parentOf(after) !== address
}

function replacedUnlessItLetsGo({ address, before, after, current, all, from, to }: Carried): Verdict | undefined {
  const letsGo =
    parentOf(after) !== address &&
    !needsAny(after, madeAnew(address, all, from), to) &&
    mayStay(address, before, current, all)
  return letsGo ? undefined : replacement(after)
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
  const maker = relationsOf(before).find(({ as, to }) => as === 'made by' && to === address)
  if (maker) return maker.unless !== undefined && goes(maker.unless, result)
  return (
    current !== undefined ||
    kindOf(before)
      .drop(before)
      .some(({ loses }) => loses !== undefined)
  )
}

/** Whether an alteration is one that PostgreSQL refuses while a rigid object uses what is altered. */
export function isReshaped(before: DatabaseObject, after: DatabaseObject): boolean {
  const { reshapes } = kindOf(after)
  return reshapes !== undefined && differing(before, after).some((key) => reshapes[key] !== undefined)
}

/** Whether it becomes something that what it was cannot be compared with. */
export function isRetyped(before: DatabaseObject, after: DatabaseObject): boolean {
  return Object.values(kindOf(after).reshapes ?? {}).some((retypes) => retypes !== true && retypes(after, before))
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
