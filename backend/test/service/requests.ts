import type { RouteOptions } from 'fastify'
import { z } from 'zod'

/** What stands in a request: by the part of it, the fields. */
export interface Request {
  readonly params: Record<string, unknown>
  readonly query: Record<string, unknown>
  readonly body: unknown
}

/** The parts of JSON Schema that the routes use. */
const SCHEMA = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  required: z.array(z.string()).default([]),
  minProperties: z.number().default(0),
  properties: z.record(z.string(), z.unknown()).default({}),
  items: z.unknown().optional(),
})

type Ids = Readonly<Record<string, string>>

/**
 * The smallest request that a route takes, about the objects of `ids`; every field that is an id stands in it, required
 * or not. With `whole` every field does.
 */
export function requestOf(route: RouteOptions, ids: Ids, whole = false): Request {
  const { params, querystring, body } = route.schema ?? {}
  return {
    params: fields(params, ids, whole),
    query: fields(querystring, ids, whole),
    body: body === undefined ? undefined : valueOf(body, '', ids, whole),
  }
}

/** The same request once for each id in it, with that one replaced; and which one it was. */
export function replaced(request: Request, ids: Ids, other: (id: string) => string): Changed[] {
  const values = new Set(Object.values(ids).filter((id) => UUID.test(id)))
  return changed(request, (value) => (values.has(value) ? other(value) : undefined))
}

/** The same request once for each text in it that is no id, with another in its place; and which one it was. */
export function placesOf(request: Request, text: string): Changed[] {
  return changed(request, (value) => (UUID.test(value) ? undefined : text))
}

interface Changed {
  readonly place: string
  readonly request: Request
}

function changed(request: Request, other: (value: string) => string | undefined): Changed[] {
  const found: Changed[] = []
  const walk = (value: unknown, path: readonly string[]): void => {
    const put = typeof value === 'string' ? other(value) : undefined
    if (put !== undefined) {
      const copy = structuredClone(request)
      const key = path.at(-1) ?? ''
      const holder = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy)
      Reflect.set(Object(holder), key, put)
      found.push({ place: path.join('.'), request: copy })
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key])
  }
  walk(request, [])
  return found
}

/** The URL of a route with its parameters and its query. */
export function urlOf(route: RouteOptions, { params, query }: Request): string {
  const path = route.url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  ).toString()
  return search === '' ? path : `${path}?${search}`
}

/** What a schema says of each of its fields. */
export function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  return schema === undefined ? {} : SCHEMA.parse(schema).properties
}

function fields(schema: unknown, ids: Ids, whole: boolean): Record<string, unknown> {
  if (schema === undefined) return {}
  const { properties, required, minProperties } = SCHEMA.parse(schema)
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) =>
      whole || minProperties > 0 || required.includes(key) || holdsId(value)
        ? [[key, valueOf(value, key, ids, whole)]]
        : [],
    ),
  )
}

function valueOf(schema: unknown, key: string, ids: Ids, whole: boolean): unknown {
  const { type: types, format, minimum, items, enum: labels } = SCHEMA.parse(schema)
  const [type] = [types].flat()
  const known = ids[key] ?? ids[key.replace(/s$/, '')]
  if (format === 'uuid' && known === undefined) throw new Error(`the example has no ${key}`)
  if (labels) return known ?? labels[0]
  if (type === 'object') return fields(schema, ids, whole)
  if (type === 'array') return [valueOf(items, key, ids, whole)]
  if (type === 'integer' || type === 'number') return minimum ?? 1
  if (type === 'boolean') return true
  return format === 'date' ? '2026-01-10' : (known ?? 'example')
}

function holdsId(schema: unknown): boolean {
  const { format, items, properties } = SCHEMA.parse(schema)
  return format === 'uuid' || (items !== undefined && holdsId(items)) || Object.values(properties).some(holdsId)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
