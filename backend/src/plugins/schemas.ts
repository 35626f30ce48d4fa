import { insertSchema, rowSchema, type Insert, type Row } from 'knexus'
import type { Knex } from 'knex'
import { Type, type Static, type TOptional, type TProperties, type TSchema, type TUnsafe } from 'typebox'
import { camel, type Camel } from '../db/shape.ts'

/** The one shape of every error. */
export const FAULT = Type.Object({
  code: Type.String(),
  message: Type.String(),
  details: Type.Record(Type.String(), Type.Unknown()),
  requestId: Type.String(),
})

export const id = Type.String({ format: 'uuid' })
/** Anything that JSON can say under a name. */
export const json = Type.Record(Type.String(), Type.Unknown(), { storable: true })

/** Text that is not blank, of so many characters at most. */
export const words = (maxLength: number) => Type.String({ format: 'words', minLength: 1, maxLength })
/** Text that may be empty. */
export const plain = (maxLength: number) => Type.String({ format: 'plain', maxLength })
/** One of the labels of an enum of the models. */
export const oneOf = <const L extends string>({ labels }: { readonly labels: readonly L[] }) =>
  Type.Unsafe<L>({ type: 'string', enum: [...labels] })
/** The same, or null. */
export const orNull = <T extends TSchema>(schema: T) =>
  Type.Unsafe<Static<T> | null>({
    ...schema,
    type: ['type' in schema ? schema.type : 'string', 'null'],
    ...('enum' in schema && Array.isArray(schema.enum) && { enum: [...schema.enum, null] }),
  })
/** An object with these fields and no others. */
export const exact = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
/** Any of these fields, at least one. */
export const some = <P extends TProperties>(properties: P) =>
  Type.Partial(Type.Object(properties), { additionalProperties: false, minProperties: 1 })

/** The part of a query string that asks for a page. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  after: Type.Optional(Type.String({ maxLength: 1000, description: 'As an earlier page gave it in `next`.' })),
}
/** One page of a list, and where the next begins; null at the end. */
export const pageOf = (item: TSchema) => Type.Object({ items: Type.Array(item), next: orNull(Type.String()) })
/** All there is. */
export const listOf = (item: TSchema) => Type.Object({ items: Type.Array(item) })
/** No body: 204. */
export const nothing = Type.Null({ description: 'Nothing.' })

type Modelled = Parameters<typeof insertSchema>[0]
type Value<T extends Modelled, K extends keyof Insert<T>> = TUnsafe<Exclude<Insert<T>[K], Knex.Raw | undefined>>

/**
 * Columns of a table as fields of a body, under the names that the API uses, as the model says: types, labels, lengths,
 * and what may be left out.
 * `exact({ ...written(documents, 'doc_type'), title })`
 */
export function written<T extends Modelled, K extends keyof Insert<T> & string>(
  table: T,
  ...columns: readonly K[]
): { [C in K as Camel<C>]: undefined extends Insert<T>[C] ? TOptional<Value<T, C>> : Value<T, C> }
export function written(table: Modelled, ...columns: readonly string[]): TProperties {
  const { properties, required } = insertSchema(table)
  return Object.fromEntries(
    columns.map((column) => {
      const schema = Type.Unsafe({ ...Reflect.get(properties, column) })
      return [camel(column), required.includes(column) ? schema : Type.Optional(schema)]
    }),
  )
}

/**
 * Columns of a table as fields of an answer, under the names that the API uses, as the model says what a row holds; all
 * columns where none is named.
 * `Type.Object(read(studies))`
 */
export function read<T extends Modelled>(table: T, ...columns: readonly (keyof Row<T> & string)[]): TProperties
export function read(table: Modelled, ...columns: readonly string[]): TProperties {
  const { properties } = rowSchema(table)
  const names = columns.length > 0 ? columns : Object.keys(properties)
  return Object.fromEntries(names.map((name) => [camel(name), Type.Unsafe({ ...Reflect.get(properties, name) })]))
}
