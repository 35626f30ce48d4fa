import { type Address, type AnyKind, type DatabaseObject } from './base/kind.ts'
import { related, type Circumstances, type Relation, type RelationWord } from './base/relation.ts'
import { KnexusError } from './base/errors.ts'
import { kinds, type AnyObject } from './kinds/index.ts'

/** A whole database schema: every object under its address. Declared and introspected schemas look the same. */
export type Schema = ReadonlyMap<Address, AnyObject>

const registry: Readonly<Record<string, AnyKind>> = kinds

/** Every kind, in the order in which equals are created. */
export const allKinds: readonly AnyKind[] = Object.values(registry)

const ranks = new Map(allKinds.map((kind, rank) => [kind.kind, rank]))

/** The objects under their addresses; of two at one address the later stands. */
export function schemaOf(objects: Iterable<AnyObject>): Schema {
  const schema = new Map<Address, AnyObject>()
  for (const object of objects) schema.set(addressOf(object), object)
  return schema
}

/** The kind of an object. Throws `unknown-kind` for data that no kind claims. */
export function kindOf(object: DatabaseObject): AnyKind {
  const kind = registry[object.kind]
  if (!kind)
    throw new KnexusError(
      'unknown-kind',
      `No kind is called "${object.kind}".`,
      `Use one of: ${Object.keys(registry).join(', ')}.`,
    )
  return kind
}

/** The place of an object's kind among all kinds: equals are created in this order and dropped in the opposite one. */
export function rankOf(object: DatabaseObject): number {
  return ranks.get(object.kind) ?? ranks.size
}

export function addressOf(object: DatabaseObject): Address {
  return kindOf(object).address(object)
}

export function parentOf(object: DatabaseObject): Address | undefined {
  return relationsOf(object).find(({ as }) => as === 'part of')?.to
}

/** Everything that must exist before an object: its parent, what its attributes tell, what `pg_depend` told. */
export function needsOf(object: DatabaseObject): Address[] {
  return relativesOf(object, 'part of', 'needs', 'leads')
}

/** What an object stands to in one of these ways. */
export function relativesOf(object: DatabaseObject, ...words: readonly RelationWord[]): Address[] {
  return relationsOf(object).flatMap((relation) => (words.includes(relation.as) ? [relation.to] : []))
}

const known = new WeakMap<DatabaseObject, readonly Relation[]>()

/** How an object stands to others, by what its kind and `pg_depend` say. */
export function relationsOf(object: DatabaseObject, change?: Circumstances<DatabaseObject>): readonly Relation[] {
  if (change) return withNeeds(object, change)
  const found = known.get(object) ?? withNeeds(object)
  known.set(object, found)
  return found
}

function withNeeds(object: DatabaseObject, change?: Circumstances<DatabaseObject>): readonly Relation[] {
  return [...(kindOf(object).relations?.(object, change) ?? []), ...related('needs', object.needs ?? [])]
}

/** The value of an attribute, by its name. */
export function attribute(object: DatabaseObject, key: string): unknown {
  return (object as Readonly<Record<string, unknown>> & DatabaseObject)[key]
}

/** What was said about the way to objects, which no database remembers: their facts that are not read back. */
export function withSaid(schema: Schema, said: Iterable<AnyObject>): Schema {
  const result = new Map(schema)
  for (const object of said) {
    const address = addressOf(object)
    const there = result.get(address)
    if (there?.kind !== object.kind) continue
    const facts = Object.keys(kindOf(object).facts ?? {}).filter((fact) => fact in object && !(fact in there))
    const added = Object.fromEntries(facts.map((fact) => [fact, attribute(object, fact)]))
    if (facts.length > 0) result.set(address, Object.assign({}, there, added))
  }
  return result
}
