import type { Address } from '../base/kind.ts'
import { cached, fingerprint, keep } from '../cache.ts'
import type { AnyObject } from '../kinds/index.ts'
import { addressOf, schemaOf, type Schema } from '../schema.ts'

/** Schemas by the content of their files: what models and history agree on is read, and then compared, once. */
const byContent = new Map<string, Schema>()

/** Keeps a schema under a name. What its objects need is a file of its own, because a comparison does not ask for it. */
export async function remember(key: string, schema: Schema): Promise<void> {
  const objects = [...schema.values()].map((object) => ({ ...object, needs: undefined }))
  const needs = [...schema].flatMap(([address, { needs: needed = [] }]) => (needed.length > 0 ? [[address, needed]] : []))
  await keep(`${key}.needs.json`, JSON.stringify(needs))
  await keep(`${key}.json`, JSON.stringify(objects))
}

/** The schema that was kept under a name, with what its objects need or without; nothing where there is none. */
export async function recall(key: string, dependencies: boolean): Promise<Schema | undefined> {
  const [content, needed] = await Promise.all([cached(`${key}.json`), dependencies ? cached(`${key}.needs.json`) : undefined])
  if (!content || (dependencies && !needed)) return undefined
  const name = fingerprint(content)
  const schema = byContent.get(name) ?? schemaOf(JSON.parse(content.toString()) as AnyObject[])
  byContent.set(name, schema)
  if (!needed) return schema
  const needs = new Map(JSON.parse(needed.toString()) as [Address, Address[]][])
  return schemaOf([...schema.values()].map((object) => ({ ...object, needs: needs.get(addressOf(object)) ?? [] })))
}
