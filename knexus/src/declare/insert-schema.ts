import type { ColumnDraft } from './drafts.ts'
import type { Insert } from './rows.ts'
import type { Columns } from './table-parts.ts'
import type { Relation } from './table.ts'

/** What JSON Schema says of one value, in the words that draft-07, 2020-12 and OpenAPI 3.1 share. */
export interface ValueSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | null)[]
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: ValueSchema
}

/** The JSON Schema of a row to insert: `InsertSchema<typeof notes>`. */
export interface InsertSchema<T extends Relation<string, Columns>> {
  readonly type: 'object'
  readonly properties: Readonly<Record<keyof Insert<T> & string, ValueSchema>>
  readonly required: readonly string[]
  readonly additionalProperties: false
}

/**
 * The JSON Schema of a row to insert, for a validator or an API: types, labels, lengths, ranges of numbers, null, and
 * what may be left out. What only PostgreSQL writes is not in it. What a check asks is not said, and of a type it
 * does not know (a domain, a range) nothing is. Of json it takes an object, a number or true and false: the driver
 * must get an array or a lone text through JSON.stringify.
 *
 * ```ts
 * insertSchema(notes).properties.body // { type: 'string', pattern: '^[^\\u0000]*$' }
 * ```
 */
export function insertSchema<T extends Relation<string, Columns>>(
  of: T & { readonly columns: Columns },
): InsertSchema<T>
export function insertSchema(of: { readonly columns: Columns }): object {
  const drafts = Object.entries(of.columns)
    .map(([name, { draft }]) => [name, draft] as const)
    .filter(([, { generated, identity }]) => !generated && identity?.generation !== 'always')
  return {
    type: 'object',
    properties: Object.fromEntries(drafts.map(([name, draft]) => [name, columnSchema(draft)])),
    required: drafts.filter(([, draft]) => isRequired(draft)).map(([name]) => name),
    additionalProperties: false,
  }
}

function isRequired({ notNull, defaultTo, identity, serial }: ColumnDraft): boolean {
  return notNull && defaultTo === null && identity === null && !serial
}

function columnSchema({ type, labels, notNull }: ColumnDraft): ValueSchema {
  const schema = labels && !type.endsWith('[]') ? { type: 'string', enum: labels } : valueSchema(type, labels)
  if (notNull || schema.type === undefined) return schema
  return {
    ...schema,
    type: [schema.type, 'null'].flat(),
    ...(schema.enum && { enum: [...schema.enum, null] }),
  }
}

function valueSchema(type: string, labels: readonly string[] | null): ValueSchema {
  if (type.endsWith('[]'))
    return { type: 'array', items: labels ? { type: 'string', enum: labels } : valueSchema(type.slice(0, -2), null) }
  const [, name = '', first, second] = /^([a-z ]+?)(?:\((\d+)(?:,(\d+))?\))?$/.exec(type) ?? []
  if (name === 'numeric') return numeric(first, second)
  const length = first === undefined ? {} : { maxLength: Number(first) }
  return name === 'character varying' || name === 'character' ? { ...TEXT, ...length } : (SCHEMAS[type] ?? {})
}

function numeric(precision: string | undefined, scale = '0'): ValueSchema {
  const both = ['number', 'string']
  if (precision === undefined) return { type: both, pattern: String.raw`^-?\d{1,1000}(\.\d{1,1000})?$` }
  const whole = Number(precision) - Number(scale)
  const most = 10 ** whole - 10 ** -Number(scale)
  const digits = whole > 0 ? String.raw`\d{1,${whole}}` : '0'
  const fraction = scale === '0' ? '' : String.raw`(\.\d{1,${scale}})?`
  return { type: both, pattern: `^-?${digits}${fraction}$`, minimum: -most, maximum: most }
}

/** PostgreSQL keeps every character but the zero byte. */
const TEXT: ValueSchema = { type: 'string', pattern: String.raw`^[^\u0000]*$` }

const whole = (bits: number): ValueSchema => ({
  type: 'integer',
  minimum: -(2 ** (bits - 1)),
  maximum: 2 ** (bits - 1) - 1,
})

const SCHEMAS: Readonly<Record<string, ValueSchema>> = {
  text: TEXT,
  citext: TEXT,
  uuid: { type: 'string', format: 'uuid' },
  boolean: { type: 'boolean' },
  smallint: whole(16),
  integer: whole(32),
  bigint: {
    type: ['integer', 'string'],
    pattern: String.raw`^-?\d{1,18}$`,
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  real: { type: 'number' },
  'double precision': { type: 'number' },
  date: { type: 'string', format: 'date' },
  'timestamp with time zone': { type: 'string', format: 'date-time' },
  json: { type: ['object', 'number', 'boolean'] },
  jsonb: { type: ['object', 'number', 'boolean'] },
}
