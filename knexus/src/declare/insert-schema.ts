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

/** The JSON Schema of a row to insert: `InsertSchema<typeof notes>`. */
export interface InsertSchema<T extends Modelled> extends ObjectSchema<keyof Insert<T>> {}

/** The JSON Schema of what an update sets: `UpdateSchema<typeof notes>`. */
export interface UpdateSchema<T extends Modelled> extends ObjectSchema<keyof Insert<T>> {
  readonly minProperties: 1
}

/** The JSON Schema of a row that was read: `RowSchema<typeof notes>`. */
export interface RowSchema<T extends Modelled> extends ObjectSchema<keyof Row<T>> {}

/**
 * The JSON Schema of a row to insert, for a validator or an API: types, labels, lengths, ranges of numbers, null, and
 * what may be left out. What only PostgreSQL writes is not in it. `checkIn`, `checkBetween`, `checkPositive`,
 * `checkNegative` and `checkLength` of a column are asked of texts and numbers; other checks, and numbers that come as
 * text, are left to PostgreSQL. Of a type it does not know (a domain, a range) nothing is said. Of json it takes an
 * object, a number or true and false: the driver
 * must get an array or a lone text through JSON.stringify.
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
 * The JSON Schema of what an update sets: any column that may be written, at least one, each as `insertSchema` has it.
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
 * The JSON Schema of a row as JSON, for the answer of an API: every column, with null where it may be, numbers of
 * `numeric` and `bigint` as the text that the driver gives, moments as text. Of json, and of types that the driver
 * leaves as PostgreSQL writes them, nothing is said.
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
