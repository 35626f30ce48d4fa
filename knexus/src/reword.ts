import type { Address } from './base/kind.ts'
import { rebuild } from './build/index.ts'
import { diff, differing } from './diff.ts'
import { introspect, type Scope } from './introspect/index.ts'
import { addressOf, attribute, parentOf, relationsOf, type Schema } from './schema.ts'
import type { Connection } from './connection/connection.ts'

type Empty = () => Promise<Connection & { close(): Promise<void> }>

/** How often a definition is printed again before its words are taken as they are. */
const ROUNDS = 2

/**
 * A schema in the words of another one, wherever the two mean the same. What PostgreSQL prints of an expression is not always
 * what it prints when it reads that again: `y BETWEEN 1 AND 9 AND y <> 5` loses a pair of parentheses, and a database that was
 * restored from a dump has lost it already. So what differs in words is built on the shadow from both, and printed once more.
 */
export async function reworded(to: Schema, from: Schema, emptyDatabase: Empty, scope: Scope): Promise<Schema> {
  let doubtful = inWords(from, to)
  if (doubtful.length === 0) return to
  const result = new Map(to)
  let sides: readonly Schema[] = [from, to]
  for (let round = 0; round < ROUNDS && doubtful.length > 0; round += 1) {
    const printed = await Promise.all(sides.map(async (side) => printAgain(side, doubtful, emptyDatabase, scope)))
    const [first, second] = printed
    if (!first || !second) return result
    for (const address of doubtful) {
      const [one, other] = [first.get(address), second.get(address)]
      if (one && other && differing(one, other).length === 0) result.set(address, from.get(address)!)
    }
    doubtful = doubtful.filter((address) => result.get(address) !== from.get(address))
    sides = [first, second]
  }
  return result
}

/** What both schemas have, with differences in texts alone: a flag or a number is never a matter of words. */
function inWords(from: Schema, to: Schema): Address[] {
  return diff(from, to).flatMap(({ before, after }) => {
    if (!before || !after || before.kind !== after.kind) return []
    const values = differing(before, after).flatMap((key) => [attribute(before, key), attribute(after, key)])
    return values.every((value) => typeof value === 'string' || typeof value === 'object') && !values.includes(null)
      ? [addressOf(after)]
      : []
  })
}

/** Builds some objects and what they need in an empty database, and reads them there. Undefined where they cannot be built. */
async function printAgain(
  schema: Schema,
  these: readonly Address[],
  emptyDatabase: Empty,
  scope: Scope,
): Promise<Schema | undefined> {
  const db = await emptyDatabase()
  try {
    await rebuild(surroundings(schema, these), db)
    return await introspect(db, { ...scope, inventory: false })
  } catch {
    return undefined
  } finally {
    await db.close()
  }
}

/** Some objects with all that they need and all parts of that; everything where it was not read what needs what. */
function surroundings(schema: Schema, these: readonly Address[]): Schema {
  if (![...schema.values()].some(({ needs }) => needs !== undefined)) return schema
  const parts = new Map<Address, Address[]>()
  for (const [address, object] of schema) {
    const parent = parentOf(object)
    if (parent !== undefined) parts.set(parent, [...(parts.get(parent) ?? []), address])
  }
  const chosen = new Set<Address>()
  const queue = [...these]
  for (let address = queue.pop(); address !== undefined; address = queue.pop()) {
    const object = schema.get(address)
    if (!object || chosen.has(address)) continue
    chosen.add(address)
    queue.push(...relationsOf(object).map(({ to }) => to), ...(parts.get(address) ?? []))
  }
  return new Map([...schema].filter(([address]) => chosen.has(address)))
}
