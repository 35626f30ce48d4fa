import { quoteIdent, qualifiedName, quoteLiteral } from '../base/sql.ts'
import { Sql } from '../base/expression.ts'
import { KnexusError } from '../base/errors.ts'

export { Sql }

/** A value for `${…}` in an sql template: SQL is inserted as it is, anything else as a literal. */
export type SqlValue = Sql | string | number | bigint | boolean | null | Date | readonly SqlValue[]

/** The methods of `sql`. */
const helpers = {
  /** A name, quoted where PostgreSQL requires it: `sql.name('public', 'Order')` is `public."Order"`. */
  name: (...parts: readonly string[]): Sql => new Sql(qualifiedName(...parts)),
  /** SQL from a string, of which nothing is quoted: `sql.raw('now()')`. */
  raw: (source: string): Sql => new Sql(source),
  /** Literals, separated by commas, for `IN (…)`: `sql.list(['open', 'done'])`. */
  list: (values: readonly SqlValue[]): Sql => new Sql(values.map(literal).join(', ')),
}

function tag(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  return new Sql(String.raw({ raw: strings }, ...values.map(literal)))
}

// The name of a function is read-only by default, and `sql.name` takes its place.
Object.defineProperty(tag, 'name', { writable: true })

/**
 * SQL as PostgreSQL reads it. Values in the template become literals; write names with `sql.name`.
 *
 * ```ts
 * sql`now()`
 * sql`${sql.name('Order')} > ${0}`           // "Order" > 0
 * sql`status IN (${sql.list(['open', 'done'])})`  // status IN ('open', 'done')
 * ```
 */
export const sql = Object.assign(tag, helpers)

/**
 * The SQL literal of a value: `'it''s'`, `1.5`, `true`, `NULL`, `'{"a","b"}'` for an array, `'\\x00ff'` for bytes. A
 * `Date` becomes an ISO 8601 time in UTC. Throws `invalid-literal` for a value that has no literal.
 */
export function literal(value: unknown): string {
  if (value instanceof Sql) return value.text
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return quoteLiteral(arrayText(value))
  const word = wordOf(value)
  return typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
    ? word
    : quoteLiteral(word)
}

/** The text of an array as PostgreSQL's array types read it: `{"a","b"}`. */
function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL'
    if (Array.isArray(value)) return arrayText(value)
    if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
    const isJson =
      typeof value === 'object' && !(value instanceof Date || value instanceof Uint8Array || value instanceof Sql)
    return `"${(isJson ? JSON.stringify(value) : wordOf(value)).replaceAll(/["\\]/g, String.raw`\$&`)}"`
  })
  return `{${items.join(',')}}`
}

/** The text from which PostgreSQL reads a single value of any type. */
function wordOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  const what = value instanceof Sql ? 'SQL inside an array' : `A value of type ${typeof value}`
  throw new KnexusError('invalid-literal', `${what} has no literal.`, 'Write the whole value with the sql tag.')
}

/** The literal of a JSON value: a string is JSON text already, as in Knex; anything else is serialized. */
export function jsonLiteral(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return literal(JSON.stringify(value))
  try {
    JSON.parse(value)
  } catch (error) {
    const quoted = JSON.stringify(value)
    throw new KnexusError(
      'invalid-json-default',
      `The default ${quoted} of a json column is not JSON text.`,
      `Write ${JSON.stringify(quoted)} for a JSON string, or give an object or an array.`,
      { cause: error },
    )
  }
  return literal(value)
}

/** A key of an index or an operand of a check: a column by its name, or SQL in parentheses when it is an expression. */
export function operand(key: string | Sql): string {
  return typeof key === 'string' ? quoteIdent(key) : key.text
}

/** The text of an expression given as a plain string of SQL or as `sql`. */
export function expressionOf(source: string | Sql): string {
  return typeof source === 'string' ? source : source.text
}
