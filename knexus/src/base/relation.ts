import type { Address, DatabaseObject } from './kind.ts'

/**
 * How an object stands to another one, which `to` names. What it means for the order of statements, and for what
 * becomes of either, is the table in `plan/relations.ts`.
 *
 * - `part of`: dies with it, and may be written inside its CREATE.
 * - `needs`: cannot be without it.
 * - `leads`: cannot be without it, and yet comes before it and is altered before it.
 * - `follows`: comes after it and goes before it, without needing it. `comes after`: goes at any time.
 * - `made by`: comes and goes with it without a word, `unless` another one comes or goes at the same time.
 * - `tied by`: is altered when others are, because of it.
 * - `suspends`: may not be made or altered while it stands, nor any of the family; `when` only where one of these exists.
 * - `takes along`: it is made again where this one goes and what that is a part of stays.
 * - `inseparable from`: cannot come to it alone: it is made again.
 * - `mentions`: a name in a text that PostgreSQL does not look into before it runs: it comes after what comes by that
 *   name, where it can.
 * - `has the name`, `gives up` and `waits for`: a name instead of an address. One object has it at a time, but
 *   several may give it up, and several wait
 *   until all of them have.
 */
export type RelationWord =
  | 'part of'
  | 'needs'
  | 'leads'
  | 'follows'
  | 'comes after'
  | 'made by'
  | 'tied by'
  | 'suspends'
  | 'takes along'
  | 'inseparable from'
  | 'mentions'
  | 'has the name'
  | 'gives up'
  | 'waits for'

export interface Relation {
  readonly as: RelationWord
  readonly to: Address
  readonly unless?: Address
  readonly when?: readonly Address[]
}

/** An object, with what `pg_depend` says it needs. */
export type Related<O> = O & Pick<DatabaseObject, 'needs'>

/** What happens to an object. */
export interface Circumstances<O> {
  /** The object before, where it is altered. */
  readonly before?: O | undefined
  /** The objects of the schema before, by their addresses. */
  readonly from: ReadonlyMap<Address, DatabaseObject>
}

/** Names that objects have for themselves alone, as their relations say them. */
export interface Names {
  readonly isTaken: (name: Address) => boolean
  readonly isWanted: (name: Address) => boolean
}

/** The same relation to each of several. */
export function related(as: RelationWord, to: readonly Address[]): Relation[] {
  return to.map((one) => ({ as, to: one }))
}
