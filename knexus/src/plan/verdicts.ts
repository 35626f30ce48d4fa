import type { Address } from '../base/kind.ts'
import { differences } from '../diff.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, needsOf, parentOf, relationsOf, relativesOf, type Schema } from '../schema.ts'
import { carried } from './carry.ts'
import { suspensions } from './suspensions.ts'
import { alteration, goes, replacement, type PlanOptions, type Verdict } from './verdict.ts'

/** The verdict on every object that differs, and on every object that has to be carried along because of one. */
export function verdicts(from: Schema, to: Schema, options: PlanOptions = {}): ReadonlyMap<Address, Verdict> {
  const court = new Court(from, to)
  const changes = differences(from, to)
  const taken = new Set([...changes.values()].flatMap(({ before, after }) => (!before && after ? namesOf(after) : [])))
  for (const [address, { before, after }] of changes) {
    if (!before) court.judge(address, { type: 'create' })
    else if (!after)
      court.judge(address, namesOf(before).some((name) => taken.has(name)) ? succeeded(before) : { type: 'drop' })
    else {
      const isReplaced = options.replaced?.includes(address) || alteration(before, after, options) === 'recreate'
      court.judge(address, isReplaced ? replacement(before) : { type: 'alter' })
    }
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
        // What may let go of a part that is made again may not be able to of the whole.
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

  /** Replaces what may not stand in the meantime. */
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

/** What becomes of an object whose name another address takes: it steps aside where it can, so that its users follow that one. */
function succeeded(before: AnyObject): Verdict {
  return kindOf(before).renameAway ? { type: 'swap' } : { type: 'drop' }
}

function namesOf(object: AnyObject): Address[] {
  return relativesOf(object, 'has the name')
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
