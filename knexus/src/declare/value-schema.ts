import type { Asked, ColumnDraft } from './drafts.ts'

/** The JSON Schema of one value, in the vocabulary that draft-07, 2020-12 and OpenAPI 3.1 share. */
export interface ValueSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | number | boolean | null)[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly items?: ValueSchema
}

/** The schema of a column's values in an insert or an update, including its checks. `name` is that of the column. */
export function writtenSchema(name: string, draft: ColumnDraft): ValueSchema {
  const { type, labels, checks } = draft
  const schema = labels && !type.endsWith('[]') ? { type: 'string', enum: labels } : valueSchema(type, labels)
  const asked = checks.map((check) => check(name).asks ?? {})
  return nullable(
    asked.reduce<ValueSchema>((so, one) => checked(type, so, one), schema),
    draft,
  )
}

/** The schema of a column's values in a row, as JSON. */
export function readSchema(draft: ColumnDraft): ValueSchema {
  const { type, labels } = draft
  if (labels) return nullable(type.endsWith('[]') ? { type: 'string' } : { type: 'string', enum: labels }, draft)
  return nullable(shownSchema(type), draft)
}

function nullable(schema: ValueSchema, { notNull }: ColumnDraft): ValueSchema {
  if (notNull || schema.type === undefined) return schema
  return {
    ...schema,
    type: [schema.type, 'null'].flat(),
    ...(schema.enum && { enum: [...schema.enum, null] }),
  }
}

/** How the driver gives a type: numbers that JavaScript cannot hold as text, and of arrays those that it knows. */
function shownSchema(type: string): ValueSchema {
  if (type.endsWith('[]')) {
    const items = shownSchema(type.slice(0, -2))
    return LISTS.has(type.slice(0, -2)) ? { type: 'array', items } : {}
  }
  const [name = ''] = type.split('(')
  if (name === 'numeric' || name === 'bigint') return { type: 'string' }
  if (TEXTS.has(name)) return { type: 'string' }
  if (name === 'smallint' || name === 'integer') return { type: 'integer' }
  if (name === 'json' || name === 'jsonb') return {}
  return SCHEMAS[type] ?? {}
}

const TEXTS = new Set(['text', 'citext', 'character varying', 'character'])
const LISTS = new Set(['text', 'uuid', 'integer', 'smallint', 'boolean', 'real', 'double precision'])

/**
 * A schema that is asked for more. What is no number or text in JSON, such as a moment, is left to PostgreSQL; so
 * are numbers in the form of text.
 */
function checked(type: string, schema: ValueSchema, asked: Asked): ValueSchema {
  const { among, shortest, longest } = asked
  if (COMPARED_AS_TEXT.test(type)) {
    if (among) return among.every((value) => typeof value === 'string') ? { ...schema, enum: among } : schema
    return {
      ...schema,
      ...(shortest !== undefined && { minLength: Math.max(shortest, schema.minLength ?? 0) }),
      ...(longest !== undefined && { maxLength: Math.min(longest, schema.maxLength ?? longest) }),
    }
  }
  const types = [schema.type].flat()
  if (!types.includes('number') && !types.includes('integer')) return schema
  if (among)
    return types.length === 1 && among.every((value) => typeof value === 'number') ? { ...schema, enum: among } : schema
  return { ...schema, ...bounds(schema, asked) }
}

/** Of citext, and of character with its blanks, PostgreSQL takes more for the same than JSON does. */
const COMPARED_AS_TEXT = /^(?:text|character varying(?:\(\d+\))?)$/

function bounds({ minimum, maximum }: ValueSchema, { least, most, above, below }: Asked): ValueSchema {
  return {
    ...(typeof least === 'number' && { minimum: Math.max(least, minimum ?? least) }),
    ...(typeof most === 'number' && { maximum: Math.min(most, maximum ?? most) }),
    ...(above !== undefined && { exclusiveMinimum: above }),
    ...(below !== undefined && { exclusiveMaximum: below }),
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
