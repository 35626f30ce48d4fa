import { isDeepStrictEqual } from 'node:util'
import { jsonLiteral, Sql } from '../declare/sql.ts'

/**
 * What stands in `defaultTo(…)` for a default as PostgreSQL prints it: a value where PostgreSQL makes the same of it,
 * else SQL.
 */
export function defaultValue(expression: string, type: string): unknown {
  if (/^(?:integer|smallint|bigint|numeric|real|double precision)\b(?!.*\[)/.test(type))
    return numberOf(expression) ?? digitsOf(expression, type) ?? new Sql(expression)
  if (type === 'boolean' && (expression === 'true' || expression === 'false')) return expression === 'true'
  const text = textOf(expression, type)
  if (text === undefined) return new Sql(expression)
  if (type.endsWith('[]')) return text === '{}' ? [] : new Sql(expression)
  return type === 'json' || type === 'jsonb' ? (jsonOf(text, type) ?? new Sql(expression)) : text
}

/** `'0'` of `'0'::numeric`: PostgreSQL prints a number that was quoted so, and a column whose values are text takes it quoted. */
function digitsOf(expression: string, type: string): string | undefined {
  return /^(?:numeric|bigint)\b/.test(type) ? textOf(expression, type) : undefined
}

/** A number that JavaScript writes letter by letter as PostgreSQL does. */
function numberOf(expression: string): number | undefined {
  const digits = /^'(-\d+)'::integer$/.exec(expression)?.[1] ?? expression
  const number = Number(digits)
  return /^-?\d+(\.\d+)?$/.test(digits) &&
    String(number) === digits &&
    (!Number.isInteger(number) || Number.isSafeInteger(number))
    ? number
    : undefined
}

/** The text of `'text'::type`, where the type is the column's own. */
function textOf(expression: string, type: string): string | undefined {
  const [, quoted, cast] = /^'((?:[^'\\]|'')*)'::(.+)$/s.exec(expression) ?? []
  if (quoted === undefined || cast !== castName(type)) return undefined
  return quoted.replaceAll("''", "'")
}

/** How a cast to a column's type is printed: without its length or precision. */
function castName(type: string): string {
  if (/^character\(\d+\)$/.test(type)) return 'bpchar'
  return type.replace(/\([\d,]+\)/, '')
}

/** An object or an array; jsonb does not keep the way it was written, json does. */
function jsonOf(text: string, type: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const written = jsonLiteral(value)
    const kept = written === `'${text.replaceAll("'", "''")}'`
    return kept || (type === 'jsonb' && isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) ? value : undefined
  } catch {
    return undefined
  }
}
