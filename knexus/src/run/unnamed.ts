import { contentOf, scan, type Token } from '../base/tokens.ts'
import { quoteIdent } from '../base/sql.ts'
import type { AnyObject } from '../kinds/index.ts'
import { attribute, kindOf, parentOf, schemaOf, type Schema } from '../schema.ts'

/** Stands for the namespace's name; no name in PostgreSQL can hold it. */
const NOBODY = '\0'

/**
 * The objects of each of some namespaces, as if the namespace had no name: what the same migrations built in two of
 * them is equal.
 */
export function unnamedSchemas(schema: Schema, names: ReadonlySet<string>): ReadonlyMap<string, Schema> {
  const members = new Map<string, AnyObject[]>(Array.from(names, (name) => [name, []]))
  for (const object of schema.values()) {
    const name = namespaceOf(object, schema)
    if (name !== undefined) members.get(name)?.push(unnamed(object, name) as AnyObject)
  }
  return new Map(Array.from(members, ([name, objects]) => [name, schemaOf(objects)]))
}

/** What was said of objects without a namespace, with its name. */
export function named(text: string, name: string): string {
  return text.replaceAll(`"${NOBODY}"`, quoteIdent(name)).replaceAll(NOBODY, name)
}

function namespaceOf(object: AnyObject, schema: Schema): string | undefined {
  const own = attribute(object, kindOf(object).class === 'pg_namespace' ? 'name' : 'schema')
  if (typeof own === 'string') return own
  const parent = schema.get(parentOf(object) ?? '')
  return parent && namespaceOf(parent, schema)
}

/** Attributes whose whole value may be the name: a namespace, and the role that a tenant often has under the same name. */
const NAMES = new Set(['schema', 'role', 'roles', 'grantor'])

function unnamed(object: AnyObject, name: string): unknown {
  const isNamespace = kindOf(object).class === 'pg_namespace'
  const written = name.replaceAll('"', '""')
  return JSON.parse(JSON.stringify(object), (key, value: unknown) => {
    if (typeof value !== 'string') return value
    if (value === name) return NAMES.has(key) || (isNamespace && key === 'name') ? NOBODY : value
    return value.includes(written) ? withoutName(value, name, key === 'search_path') : value
  })
}

/**
 * A piece of SQL in which the name is left out where it says in which namespace something is; `anywhere` it stands in
 * a list of them.
 */
function withoutName(sql: string, name: string, anywhere = false): string {
  const list = [...scan(sql)]
  const words = list.map((token, at) => {
    if (token.type === 'string') {
      const content = contentOf(token)
      const inner = withoutName(content, name)
      return inner === content ? token.text : token.text.replace(content, () => inner)
    }
    const qualifies = list[at + 1]?.text === '.' && list[at - 1]?.text !== '.'
    const isSchema = list[at - 2]?.text === 'SCHEMA'
    return (anywhere || qualifies || isSchema) && nameOf(token) === name ? `"${NOBODY}"` : token.text
  })
  return words.join('')
}

function nameOf({ type, text }: Token): string | undefined {
  if (type === 'word') return text
  return type === 'name' ? text.slice(1, -1).replaceAll('""', '"') : undefined
}
