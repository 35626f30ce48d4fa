import type { Address, DatabaseObject, Statement } from '../base/kind.ts'
import type { AnyObject } from '../kinds/index.ts'
import { differing } from '../diff.ts'
import { kindOf, relativesOf } from '../schema.ts'

/**
 * What becomes of one object. `replace`: dropped and created. `swap`: it steps aside, its successor is created, its users
 * follow, and it is dropped last. `alter`: changed in place; with `follows` it also moves to the successor of its type.
 */
export interface Verdict {
  readonly type: 'create' | 'drop' | 'alter' | 'replace' | 'swap'
  readonly follows?: true
}

/** How a plan may differ from the usual one. */
export interface PlanOptions {
  /** All is done in one transaction: what must commit before it can be used is made again instead. */
  readonly atOnce?: boolean
  /** What is made again and not altered, since no order of alterations exists. */
  readonly replaced?: readonly Address[]
}

/** How an object, as it was, is replaced: it steps aside where it can. */
export function replacement(object: DatabaseObject): Verdict {
  return { type: kindOf(object).renameAway ? 'swap' : 'replace' }
}

/** Whether the object at an address goes, for good or to come back. */
export function goes(address: Address | undefined, result: ReadonlyMap<Address, Verdict>): boolean {
  const type = address === undefined ? undefined : result.get(address)?.type
  return type === 'drop' || type === 'replace'
}

/**
 * The statements that alter an object in place, or 'recreate' where one attribute has none, where another kind has
 * its address, or where what they do could be used only after the one transaction that all is done in.
 */
export function alteration(
  before: DatabaseObject,
  after: DatabaseObject,
  { atOnce }: PlanOptions = {},
): Statement[] | 'recreate' {
  if (before.kind !== after.kind) return 'recreate'
  const { alter } = kindOf(after)
  const statements: Statement[] = []
  for (const key of differing(before, after)) {
    const how = alter[key]!
    const made = how === 'recreate' ? how : how(after, before)
    if (made === 'recreate') return made
    statements.push(...made)
  }
  return atOnce === true && statements.some(({ boundary }) => boundary === 'commit') ? 'recreate' : statements
}

/** The object as it is altered: without its ties, where one of them is taken away for the time being. */
export function asAltered(object: AnyObject, verdicts: ReadonlyMap<Address, Verdict>): AnyObject {
  return relativesOf(object, 'tied by').some((tie) => verdicts.get(tie)?.type === 'replace')
    ? { ...object, untied: true }
    : object
}

/** Whether an alteration is one that PostgreSQL refuses while an object that blocks it uses what is altered. */
export function isReshaped(before: DatabaseObject, after: DatabaseObject): boolean {
  const { reshapes } = kindOf(after)
  return reshapes !== undefined && differing(before, after).some((key) => reshapes[key] !== undefined)
}

/** Whether it becomes something that what it was cannot be compared with. */
export function isRetyped(before: DatabaseObject, after: DatabaseObject): boolean {
  return Object.values(kindOf(after).reshapes ?? {}).some((retypes) => retypes !== true && retypes(after, before))
}
