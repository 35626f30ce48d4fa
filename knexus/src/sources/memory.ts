import type { Address } from '../base/kind.ts'
import type { Built, Precedent } from '../build/differing.ts'
import { cached, fingerprint, keep } from '../cache.ts'
import { withNeeds } from '../introspect/index.ts'
import type { AnyObject } from '../kinds/index.ts'
import { schemaOf, type Schema } from '../schema.ts'

/** Schemas by the content of their files: what models and history agree on is read, and then compared, once. */
const byContent = new Map<string, Schema>()

/**
 * Keeps a schema under a name. What its objects need, where that is known, is a file of its own, because a comparison
 * does not ask for it.
 */
export async function remember(key: string, { schema, needs }: Built): Promise<void> {
  if (needs)
    await keep(`${key}.needs.json`, JSON.stringify(Array.from(needs, ([address, needed]) => [address, [...needed]])))
  await keep(`${key}.json`, JSON.stringify([...schema.values()]))
}

/** The schema that was kept under a name, with what its objects need or without; nothing where there is none. */
export async function recall(key: string, dependencies: boolean): Promise<Schema | undefined> {
  const [content, needed] = await Promise.all([
    cached(`${key}.json`),
    dependencies ? cached(`${key}.needs.json`) : undefined,
  ])
  if (!content || (dependencies && !needed)) return undefined
  const name = fingerprint(content)
  const schema = byContent.get(name) ?? schemaOf(JSON.parse(content.toString()) as AnyObject[])
  byContent.set(name, schema)
  if (!needed) return schema
  return withNeeds(schema, new Map(JSON.parse(needed.toString()) as [Address, Address[]][]))
}

/** Keeps names for what was declared when a schema was kept under a name. */
export async function rememberPrecedent(name: string, key: string, said: Precedent['said']): Promise<void> {
  await keep(`${name}.json`, JSON.stringify({ key, said: [...said] }))
}

/** What was declared the last time, and what it was read as; nothing where it was not read what needs what. */
export async function recallPrecedent(name: string): Promise<Precedent | undefined> {
  const kept = await cached(`${name}.json`)
  if (!kept) return undefined
  const { key, said } = JSON.parse(kept.toString()) as { key: string; said: [Address, string][] }
  const [schema, needed] = [await recall(key, false), await cached(`${key}.needs.json`)]
  if (!schema || !needed) return undefined
  return {
    said: new Map(said),
    built: { schema, needs: new Map(JSON.parse(needed.toString()) as [Address, Address[]][]) },
  }
}
