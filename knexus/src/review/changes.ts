import type { Address } from '../base/kind.ts'
import { isWord, meaning } from '../base/tokens.ts'
import { addressOfChange, type Change } from '../change.ts'
import { diff, differing } from '../diff.ts'
import type { TracedStatement } from '../trace/statement.ts'
import { addressOf, needsOf, parentOf, type Schema } from '../schema.ts'

/** An object that has another address now, and is the same one. */
export interface Renamed {
  readonly from: Address
  readonly to: Address
}

/**
 * What differs between two schemas, where objects that were renamed count as the same ones, and so do those that
 * renames reworded. Those that were taken along by the rename of their whole are not named.
 */
export function changesBetween(
  before: Schema,
  after: Schema,
  renames: readonly Renamed[],
  reworded: ReadonlySet<Address> = new Set(),
): { readonly changes: readonly Change[]; readonly renamed: readonly Renamed[] } {
  const to = new Map(
    renames.filter(({ from, to: now }) => before.has(from) && after.has(now)).map((one) => [one.from, one.to]),
  )
  const come = new Set(to.values())
  const changes = diff(before, after).flatMap((change): Change[] => {
    const address = addressOfChange(change)
    if (!change.before && come.has(address)) return []
    const now = change.after ? undefined : to.get(address)
    if (now === undefined) return change.before && change.after && reworded.has(address) ? [] : [change]
    if (reworded.has(now)) return []
    const [old, moved] = [before.get(address)!, after.get(now)!]
    return differing(old, moved).length > 0 ? [{ before: old, after: moved }] : []
  })
  const renamed = [...to].flatMap(([from, now]) =>
    to.has(parentOf(before.get(from)!) ?? '') ? [] : [{ from, to: now }],
  )
  return { changes, renamed }
}

type Step = Pick<TracedStatement, 'sql' | 'changes' | 'renames'>

/**
 * What statements changed that only rename something: the check of a column that has another name now says that name.
 * What another statement changes too is left out.
 */
export function rewordedBy(statements: readonly Step[]): ReadonlySet<Address> {
  const [reworded, changed] = [new Set<Address>(), new Set<Address>()]
  for (const { sql, changes, renames } of statements) {
    for (const { from, to } of renames) for (const some of [reworded, changed]) if (some.delete(from)) some.add(to)
    const into = renames.length > 0 && isRename(sql) ? reworded : changed
    for (const change of changes)
      if (into === changed || (change.before && change.after)) into.add(addressOfChange(change))
  }
  return new Set([...reworded].filter((address) => !changed.has(address)))
}

/** `ALTER ... RENAME`, which can do nothing else beside it. */
function isRename(sql: string): boolean {
  const words = meaning(sql)
  return isWord(words[0], 'ALTER') && words.some((word) => isWord(word, 'RENAME'))
}

/** The way that each object went over several steps, one after the other. */
export function composed(steps: readonly (readonly Renamed[])[]): Renamed[] {
  const now = new Map<Address, Address>()
  for (const step of steps) {
    const back = new Map([...now].map(([from, to]) => [to, from]))
    for (const { from, to } of step) now.set(back.get(from) ?? from, to)
  }
  return [...now].flatMap(([from, to]) => (from === to ? [] : [{ from, to }]))
}

/** How many users of an object are looked for; a list that is longer helps nobody. */
const MOST = 200

/** Everything that needs an object, and what needs that, without what belongs to it or changes with it. */
export function dependentsOf(changes: readonly Change[], before: Schema): ReadonlyMap<Address, readonly Address[]> {
  const users = new Map<Address, Address[]>()
  for (const object of before.values()) {
    const parent = parentOf(object)
    for (const need of needsOf(object)) {
      if (need === parent) continue
      const list = users.get(need)
      if (list) list.push(addressOf(object))
      else users.set(need, [addressOf(object)])
    }
  }
  return new Map(
    changes.flatMap((change) => {
      if (!change.before) return []
      const address = addressOf(change.before)
      const found = new Set<Address>()
      const queue = [address]
      for (const one of queue)
        for (const user of users.get(one) ?? [])
          if (user !== address && !found.has(user) && found.size < MOST) {
            found.add(user)
            queue.push(user)
          }
      return found.size > 0 ? [[address, [...found].sort()] as const] : []
    }),
  )
}
