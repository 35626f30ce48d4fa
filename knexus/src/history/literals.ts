import { quoteLiteral } from '../base/sql.ts'
import { tokens } from '../base/tokens.ts'

/**
 * A statement with its values written into it. PostgreSQL gives an unknown literal the type it would have given the
 * parameter.
 */
export function inlined(sql: string, values: readonly unknown[]): string {
  if (values.length === 0) return sql
  return tokens(sql)
    .map(({ type, text }) => {
      const number = type === 'parameter' ? Number(text.slice(1)) : 0
      return number > 0 && number <= values.length ? literal(values[number - 1]) : text
    })
    .join('')
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (value instanceof Date) return quoteLiteral(value.toISOString())
  if (Buffer.isBuffer(value)) return quoteLiteral(`\\x${value.toString('hex')}`)
  if (Array.isArray(value)) return quoteLiteral(arrayText(value))
  return quoteLiteral(plain(value))
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
}

/** `{1,"two",NULL}`, as `pg` sends an array. */
function arrayText(values: readonly unknown[]): string {
  return `{${values
    .map((value) => {
      if (value === null || value === undefined) return 'NULL'
      if (Array.isArray(value)) return arrayText(value)
      const written = value instanceof Date ? value.toISOString() : plain(value)
      return `"${written.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    })
    .join(',')}}`
}
