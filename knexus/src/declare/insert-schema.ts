import type { ColumnDraft } from './drafts.ts'
import type { Insert, Row } from './rows.ts'
import type { Columns } from './table-parts.ts'
import type { Relation } from './table.ts'
import { readSchema, writtenSchema, type ValueSchema } from './value-schema.ts'

type Modelled = Relation<string, Columns>
type Given<T extends Modelled> = T & { readonly columns: Columns }

/** A JSON Schema of an object with these keys. */
interface ObjectSchema<K> {
  readonly type: 'object'
  readonly properties: Readonly<Record<K & string, ValueSchema>>
  readonly required: readonly string[]
  readonly additionalProperties: false
}

/** The JSON Schema of the values of an insert: `InsertSchema<typeof notes>`. */
export interface InsertSchema<T extends Modelled> extends ObjectSchema<keyof Insert<T>> {}

/** The JSON Schema of the values of an update: `UpdateSchema<typeof notes>`. */
export interface UpdateSchema<T extends Modelled> extends ObjectSchema<keyof Insert<T>> {
  readonly minProperties: 1
}

/** The JSON Schema of a row, as JSON: `RowSchema<typeof notes>`. */
export interface RowSchema<T extends Modelled> extends ObjectSchema<keyof Row<T>> {}

/**
 * The JSON Schema of the values of an insert, for a validator or an API: types, labels, lengths, ranges of numbers, null,
 * and which columns may be left out. Columns that only PostgreSQL writes are absent. `checkIn`, `checkBetween`,
 * `checkPositive`, `checkNegative` and `checkLength` of a column apply to strings and numbers; other checks, and numbers given
 * as text, are left to PostgreSQL. A type that it does not know (a domain, a range) accepts any value. A json column accepts
 * an object, a number or a boolean: an array or a string must go through `JSON.stringify`, for the driver.
 *
 * ```ts
 * insertSchema(notes).properties.body // { type: 'string', pattern: '^[^\\u0000]*$' }
 * ```
 */
export function insertSchema<T extends Modelled>(of: Given<T>): InsertSchema<T>
export function insertSchema(of: { readonly columns: Columns }): object {
  const drafts = writable(of)
  return objectOf(
    drafts.map(([name, draft]) => [name, writtenSchema(name, draft)]),
    drafts.filter(([, draft]) => isRequired(draft)).map(([name]) => name),
  )
}

/**
 * The JSON Schema of the values of an update: at least one of the columns of `insertSchema`, under the same conditions.
 *
 * ```ts
 * updateSchema(notes).minProperties // 1
 * ```
 */
export function updateSchema<T extends Modelled>(of: Given<T>): UpdateSchema<T>
export function updateSchema(of: { readonly columns: Columns }): object {
  return {
    ...objectOf(
      writable(of).map(([name, draft]) => [name, writtenSchema(name, draft)]),
      [],
    ),
    minProperties: 1,
  }
}

/**
 * The JSON Schema of a row as JSON, for the response of an API: every column, with null where the column accepts it, and
 * `numeric`, `bigint`, dates and times as text. json, and types for which the driver has no parser, accept any value.
 *
 * ```ts
 * rowSchema(notes).required // ['id', 'body']
 * ```
 */
export function rowSchema<T extends Modelled>(of: Given<T>): RowSchema<T>
export function rowSchema(of: { readonly columns: Columns }): object {
  const drafts = draftsOf(of)
  return objectOf(
    drafts.map(([name, draft]) => [name, readSchema(draft)]),
    drafts.map(([name]) => name),
  )
}

type Drafts = readonly (readonly [name: string, draft: ColumnDraft])[]

function draftsOf({ columns }: { readonly columns: Columns }): Drafts {
  return Object.entries(columns).map(([name, { draft }]) => [name, draft])
}

function writable(of: { readonly columns: Columns }): Drafts {
  return draftsOf(of).filter(([, { generated, identity }]) => !generated && identity?.generation !== 'always')
}

function objectOf(properties: readonly (readonly [string, ValueSchema])[], required: readonly string[]): object {
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false }
}

function isRequired({ notNull, defaultTo, identity, serial }: ColumnDraft): boolean {
  return notNull && defaultTo === null && identity === null && !serial
}
