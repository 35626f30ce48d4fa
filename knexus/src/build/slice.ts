import { addresses } from '../base/address.ts'
import { closure, push } from '../base/closure.ts'
import type { Address } from '../base/kind.ts'
import { attribute, kindOf, parentOf, relationsOf, type Schema } from '../schema.ts'
import type { AnyObject } from '../kinds/index.ts'

/** The part of a declared schema that tells what a difference to its precedent does. */
export interface Slice {
  /** All that may be printed otherwise than it was, as far as it has an address in either. */
  readonly affected: ReadonlySet<Address>
  /** What has to stand for that. */
  readonly declared: Schema
}

/** Texts of objects by their addresses. */
export type Texts = ReadonlyMap<Address, string>

/** Each object as one text: equal texts declare the same. */
export function textsOf(schema: Schema): Texts {
  return new Map(Array.from(schema, ([address, object]) => [address, JSON.stringify(object)]))
}

/**
 * The catalogs of objects that others use by their names alone, or by a reference that `pg_depend` knows. Functions, operators,
 * casts and the like are also chosen among others by what they take, so that one more may change what stays as it was said.
 */
const BY_NAME: ReadonlySet<string | undefined> = new Set([
  'pg_class',
  'pg_type',
  'pg_attrdef',
  'pg_constraint',
  'pg_trigger',
  'pg_policy',
  'pg_rewrite',
  'pg_statistic_ext',
])

/**
 * What has to be built to tell what a declared schema is read as, where `changed` differ from the precedent: these, all that
 * uses them, all that these need, and whatever else the words of the changed ones may mean. Undefined where that cannot
 * be told, or is most of it.
 */
export function sliceOf(declared: Schema, changed: readonly Address[], texts: Texts, built: Schema): Slice | undefined {
  const found = (address: Address) => declared.get(address) ?? built.get(address)
  if (changed.some((address) => !isByName(found, address))) return undefined
  const graph = graphOf(declared, built)
  const affected = affectedBy(changed, texts, graph)
  if (!affected || [...affected].some(isOfTree)) return undefined
  const words = changed
    .map((address) => texts.get(address) ?? '')
    .join('\n')
    .toLowerCase()
  const wanted = [...declared].flatMap(([address, object]) => {
    if (affected.has(address) || !BY_NAME.has(kindOf(found(graph.wholeOf(address))!).class)) return [address]
    return parentOf(object) === undefined && mayMean(words, object) ? [address] : []
  })
  const standing = closure([...wanted, ...beginningsOf(affected, declared)], (address) => [
    ...graph.usedBy(address),
    ...(graph.wholeOf(address) === address ? graph.partsOf(address) : []),
  ])
  const slice = new Map([...declared].filter(([address]) => standing.has(address)))
  return slice.size * 2 > declared.size ? undefined : { affected, declared: slice }
}

interface Graph {
  readonly declared: Schema
  readonly built: Schema
  usersOf(address: Address): readonly Address[]
  usedBy(address: Address): readonly Address[]
  /** The parts that it does not read the same without. */
  partsOf(address: Address): readonly Address[]
  wholeOf(address: Address): Address
}

/** How the objects of both schemas hang together. */
function graphOf(declared: Schema, built: Schema): Graph {
  const users = new Map<Address, Address[]>()
  const parts = new Map<Address, Address[]>()
  const objectsAt = (address: Address) => [declared.get(address), built.get(address)].filter((one) => one !== undefined)
  for (const schema of [declared, built])
    for (const [address, object] of schema) {
      for (const { to } of relationsOf(object)) push(users, to, address)
      const whole = parentOf(object)
      if (whole !== undefined && kindOf(object).apart?.(object) !== true) push(parts, whole, address)
    }
  const wholeOf = (address: Address): Address => {
    const [object] = objectsAt(address)
    const whole = object && parentOf(object)
    return whole === undefined ? address : wholeOf(whole)
  }
  return {
    declared,
    built,
    usersOf: (address) => users.get(address) ?? [],
    usedBy: (address) => objectsAt(address).flatMap((object) => relationsOf(object).map(({ to }) => to)),
    partsOf: (address) => parts.get(address) ?? [],
    wholeOf,
  }
}

/** What uses what has changed, or may mean something that is new. Undefined where a name may be written in too many ways. */
function affectedBy(changed: readonly Address[], texts: Texts, graph: Graph): ReadonlySet<Address> | undefined {
  const reach = (some: Iterable<Address>) =>
    closure(Array.from(some, (address) => [address, graph.wholeOf(address)]).flat(), (address) =>
      graph.usersOf(address),
    )
  const affected = reach(changed)
  const names = changed.flatMap((address) => {
    const isNew = !graph.built.has(address) && !addresses.column.is(address)
    return isNew ? [nameOf(graph.declared.get(address)!)] : []
  })
  if (names.length === 0) return affected
  const sought = names.flatMap((name) => (name === undefined ? [] : [inText(name)]))
  if (sought.length < names.length || sought.some((name) => name.includes('"'))) return undefined
  const others = [...texts, ...textsOf(graph.built)].flatMap(([address, text]) => {
    const words = affected.has(address) ? '' : text.toLowerCase()
    return words.includes('u&') || sought.some((name) => words.includes(name)) ? [address] : []
  })
  return reach([...affected, ...others])
}

/** Relations whose names PostgreSQL may have to avoid when it finds one itself, as for the sequence of an identity column. */
function beginningsOf(affected: ReadonlySet<Address>, declared: Schema): readonly Address[] {
  const starts = [...affected].flatMap((address) => {
    const object = declared.get(address)
    const name = object && parentOf(object) === undefined ? nameOf(object) : undefined
    if (name === undefined) return []
    const kept = /^[\x20-\x7e]*$/.test(name) ? SHORTENED : SHORTENED / 4
    return [name.length > kept ? name.slice(0, kept) : `${name}_`]
  })
  return [...declared].flatMap(([address, object]) => {
    const name = nameOf(object)
    return name !== undefined && starts.some((start) => name.startsWith(start)) ? [address] : []
  })
}

/**
 * Bytes that PostgreSQL leaves at least of a table's name in one that it makes: half of 63, without `_` and `_seq`. A
 * letter has up to four.
 */
const SHORTENED = 28

/** Whether the words of what has changed may mean an object. A name with quotes is written in more than one way. */
function mayMean(words: string, object: AnyObject): boolean {
  const name = nameOf(object)
  return name === undefined || name.includes('"') || words.includes('u&') || words.includes(inText(name))
}

function nameOf(object: AnyObject): string | undefined {
  const name = attribute(object, 'name')
  return typeof name === 'string' ? name : undefined
}

/** A name as it stands within the text of an object. */
function inText(name: string): string {
  return JSON.stringify(name).slice(1, -1).toLowerCase()
}

function isByName(found: (address: Address) => AnyObject | undefined, address: Address): boolean {
  const object = found(address)
  if (!object) return false
  const whole = parentOf(object)
  const own = kindOf(object).class
  return (own === undefined ? whole !== undefined : BY_NAME.has(own)) && (whole === undefined || isByName(found, whole))
}

/** What stands between parents and children: both are printed by what the other is. */
function isOfTree(address: Address): boolean {
  return [addresses.partition, addresses.inheritance, addresses.indexAttachment].some((form) => form.is(address))
}
