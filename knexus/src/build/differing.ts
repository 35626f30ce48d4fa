import { isDeepStrictEqual } from 'node:util'
import { push } from '../base/closure.ts'
import type { Address } from '../base/kind.ts'
import { fingerprint } from '../cache.ts'
import type { Connection } from '../connection/connection.ts'
import { read, withNeeds, type Scope } from '../introspect/index.ts'
import type { Needs } from '../introspect/dependencies.ts'
import type { AnyObject } from '../kinds/index.ts'
import { kindOf, parentOf, rankOf, type Schema } from '../schema.ts'
import { build } from './index.ts'
import { sliceOf, textsOf } from './slice.ts'

/** A schema as it was read, and what its objects need, where that was read too. */
export interface Built {
  readonly schema: Schema
  readonly needs?: Needs | undefined
}

/** As `Built`, where it was read what its objects need. */
interface Whole extends Built {
  readonly needs: Needs
}

/** What was declared once, by names for the texts of its objects, and what PostgreSQL printed of it. */
export interface Precedent {
  readonly said: ReadonlyMap<Address, string>
  readonly built: Whole
}

/** What was built by difference is not what it should be: only a build from nothing tells. */
export class Unlike extends Error {}

/** Names for what each object declares. */
export function saidOf(declared: Schema): Map<Address, string> {
  return new Map(Array.from(textsOf(declared), ([address, text]) => [address, fingerprint(text)]))
}

/**
 * What a declared schema is read as, where one that is much the same was built before: what differs is built in an empty
 * database, with all that uses it and that these need, and the rest is taken from there. Undefined, and nothing done, where that
 * would not do. Throws `Unlike` where something is printed otherwise that should be as it was, and as `build` does; then
 * the database holds something.
 */
export async function buildDiffering(
  declared: Schema,
  { said, built }: Precedent,
  db: Connection,
  scope: Scope,
): Promise<Built | undefined> {
  const texts = textsOf(declared)
  const changed = [...new Set([...texts.keys(), ...said.keys()])].filter((address) => {
    const text = texts.get(address)
    return text === undefined || fingerprint(text) !== said.get(address)
  })
  if (changed.length === 0) return built
  const slice = sliceOf(declared, changed, texts, withNeeds(built.schema, built.needs))
  if (!slice) return undefined
  await build(slice.declared, db)
  const reading = await read(db, { ...scope, dependencies: true })
  return merged(built, { schema: reading.schema, needs: reading.needs! }, slice.affected)
}

/** What was built before, with what is affected as it is now. */
function merged(before: Whole, now: Whole, affected: ReadonlySet<Address>): Whole {
  const [gone, come] = [partsIn(before.schema, affected), partsIn(now.schema, affected)]
  for (const [address, object] of now.schema)
    if (!come.has(address) && !isDeepStrictEqual(object, before.schema.get(address))) throw new Unlike(address)
  const groups = new Map<string, Address[]>()
  for (const address of come) push(groups, groupOf(now.schema, address), address)
  const objects: [Address, AnyObject][] = []
  const put = (group: string) => {
    for (const address of groups.get(group) ?? []) objects.push([address, now.schema.get(address)!])
    groups.delete(group)
  }
  for (const [address, object] of before.schema) {
    if (gone.has(address)) put(groupOf(before.schema, address))
    else objects.push([address, object])
  }
  for (const group of Array.from(groups.keys())) put(group)
  // The kinds come one after the other, and what is new of one at its end.
  const schema = new Map(objects.sort(([, a], [, b]) => rankOf(a) - rankOf(b)))
  const needs = new Map<Address, Iterable<Address>>()
  for (const address of schema.keys()) {
    const needed = (come.has(address) ? now : before).needs.get(address)
    if (needed) needs.set(address, needed)
  }
  return { schema, needs }
}

/** All addresses of a schema that are among some, or parts of one of them. */
function partsIn(schema: Schema, some: ReadonlySet<Address>): Set<Address> {
  const isIn = (address: Address): boolean => {
    const object = schema.get(address)
    const whole = object && parentOf(object)
    return some.has(address) || (whole !== undefined && isIn(whole))
  }
  return new Set([...schema.keys()].filter(isIn))
}

/** The objects of one kind of one whole are read one after the other. */
function groupOf(schema: Schema, address: Address): string {
  const object = schema.get(address)!
  const whole = parentOf(object) ?? address
  return `${kindOf(object).kind} ${whole}`
}
