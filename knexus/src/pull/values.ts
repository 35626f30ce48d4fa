import { quoteIdent } from '../base/sql.ts'
import { splitList } from './lexer.ts'

/**
 * The values of a check that allows only them, as `checkIn` makes PostgreSQL print it of a column of this type. Nothing
 * for any other condition, and for a single value, which is printed as an equation.
 */
export function valuesOf(
  condition: string,
  column: string,
  type: string | undefined,
): readonly (string | number)[] | undefined {
  const name = quoteIdent(column)
  if (type === 'text') return listIn(condition, `${name} = ANY (ARRAY[`, '])', '::text')
  if (type === 'integer' || type === 'smallint') return listIn(condition, `${name} = ANY (ARRAY[`, '])', '')
  if (type?.startsWith('character varying') && !type.endsWith('[]'))
    return listIn(condition, `(${name})::text = ANY ((ARRAY[`, '])::text[])', '::character varying')
  return undefined
}

function listIn(condition: string, start: string, end: string, cast: string): (string | number)[] | undefined {
  if (!condition.startsWith(start) || !condition.endsWith(end)) return undefined
  const values = splitList(condition.slice(start.length, -end.length)).map((item) => valueOf(item, cast))
  const known = values.filter((value) => value !== undefined)
  return known.length === values.length ? known : undefined
}

function valueOf(item: string, cast: string): string | number | undefined {
  if (cast === '') return /^\d{1,9}$/.test(item) ? Number(item) : undefined
  const inner = item.endsWith(cast) ? item.slice(0, -cast.length) : ''
  return /^'(?:[^'\\]|'')*'$/.test(inner) ? inner.slice(1, -1).replaceAll("''", "'") : undefined
}
