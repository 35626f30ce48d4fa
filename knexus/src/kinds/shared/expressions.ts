/**
 * The text of an expression that PostgreSQL reads as the very expression it printed. Over varchar it prints `s IN ('a', 'b')` as
 * `(s)::text = ANY ((ARRAY['a'::character varying, …])::text[])`, and reads that as another one, which it prints otherwise.
 * A subquery's literal without a name it prints with a cast, and reads as one that is named after its type.
 * Only what is created goes through here; nothing is compared by it.
 */
export function recreatable(expression: string): string {
  if (isVerbatim) return expression
  if (!expression.includes('ARRAY[') && !expression.includes('( SELECT ')) return expression
  return expression
    .replace(NAMELESS, (item) => `${item} AS "?column?"`)
    .replace(MEMBERSHIP, membership)
    .replace(BARE_MEMBERSHIP, membership)
    .replace(CAST_ARRAY, (_, list: string) => `(ARRAY[${list}]${VARCHAR}[])::text[]`)
}

let isVerbatim = false

/**
 * Does some work, which must not wait for anything, in which every expression is created of what PostgreSQL printed:
 * it is read as a dump is.
 */
export function verbatim<R>(work: () => R): R {
  isVerbatim = true
  try {
    return work()
  } finally {
    isVerbatim = false
  }
}

/**
 * Whether PostgreSQL prints an expression otherwise once it has built it again from what it printed, as it does when
 * the type of a column changes.
 */
export function isFleeting(expression: string): boolean {
  return recreatable(expression) !== expression
}

function membership(_: string, operand: string, sign: string, list: string): string {
  return `${operand} ${sign === '= ANY' ? 'IN' : 'NOT IN'} (${list.replaceAll(VARCHAR, '')})`
}

const VARCHAR = '::character varying'
const LIST = String.raw`('(?:[^']|'')*'::character varying(?:, '(?:[^']|'')*'::character varying)*)`
const COLUMN = String.raw`([a-z_][a-z0-9_$]*|"(?:[^"]|"")+")`
const MEMBERSHIP = new RegExp(String.raw`\(${COLUMN}\)::text (= ANY|<> ALL) \(\(ARRAY\[${LIST}\]\)::text\[\]\)`, 'g')
const BARE_MEMBERSHIP = new RegExp(String.raw`${COLUMN}::text (= ANY|<> ALL) \(ARRAY\[${LIST}\]::text\[\]\)`, 'g')
const NAMELESS = /\( SELECT '(?:[^']|'')*'::[a-z ]+(?=\)|\n)/g
const CAST_ARRAY = new RegExp(String.raw`\(ARRAY\[${LIST}\]\)::text\[\]`, 'g')

/**
 * SQL: whether the expression of a generated column, the row `a` of pg_attribute, uses what is not of the column's
 * own type (PostgreSQL 14).
 */
export const TIED = `a.attgenerated <> '' AND EXISTS (
             SELECT FROM pg_depend td WHERE td.classid = 'pg_class'::regclass AND td.objid = a.attrelid AND td.objsubid = a.attnum
             AND td.refclassid <> 'pg_class'::regclass AND td.refobjid NOT IN (a.atttypid, a.attcollation))`
