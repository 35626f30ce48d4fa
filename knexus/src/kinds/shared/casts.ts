import type { Remap } from '../../base/kind.ts'
import { quoteLiteral } from '../../base/sql.ts'

/** A type as the rules of conversion see it. */
export interface CastType {
  /** As `format_type` writes it: `character varying(20)`, `integer[]`. */
  readonly type: string
  /** `pg_type.typcategory`, one letter: A array, B boolean, D date or time, E enum, N number, S string, … */
  readonly category: string
  /** The casts from and to it that are not PostgreSQL's own: `public.vector>real[]`, with `pg_cast.castcontext`. */
  readonly casts?: Readonly<Record<string, string>> | null
}

/** How the values of a column become values of another type. */
export interface Conversion {
  /** The expression after USING; null where PostgreSQL converts on its own. */
  readonly using: string | null
  /** Whether values are gone afterwards. */
  readonly loses: boolean
  /** The session setting that makes it mean the same in every session: `timezone = 'UTC'`. */
  readonly setting?: string
  /** Whether each value becomes an array that holds it alone, which the types do not say: it may be a list. */
  readonly alone?: true
}

/**
 * The conversion of a column's values: `column` is its quoted name. Where PostgreSQL has an assignment cast no USING is
 * needed; where it has none and the values mean nothing in the other type, they become null.
 * Source of the casts: `pg_cast`, and the manual's CREATE CAST on conversion through text.
 */
export function conversion(column: string, before: CastType, after: CastType): Conversion {
  const using = expression(column, before, after)
  if (using === undefined) return { using: `NULL::${after.type}`, loses: true }
  return {
    using,
    loses: using === `${column}[1]` || using?.startsWith(`${column}[1]::`) === true,
    ...(followsZone(before, after) && { setting: UTC }),
    ...(using?.startsWith(inArray(column)) && { alone: true }),
  }
}

/** The setting in which times mean the same in every session. */
export const UTC = "timezone = 'UTC'"

/** Whether PostgreSQL converts the values by the time zone of the session: of arrays too, and to and from a text. */
export function followsZone(before: Pick<CastType, 'type'>, after: Pick<CastType, 'type'>): boolean {
  const [from, to] = [before, after].map(({ type }) => baseName(type).replace(/\[\]$/, ''))
  return from !== to && [from, to].some((type) => ZONED.test(type!))
}

const ZONED = /^time(?:stamp)? with time zone$|^tstz(?:multi)?range$/

/** Whether values of the two types cannot be compared: a foreign key between them cannot stand. */
export function retypes(before: CastType, after: CastType): boolean {
  if (before.category !== after.category) return true
  return !COMPARABLE.has(after.category) && baseName(before.type) !== baseName(after.type)
}

/** Numbers, strings and dates compare among themselves. */
const COMPARABLE = new Set(['N', 'S', 'D'])

/**
 * The expression that moves values between two types of the same name and other labels. `remap` says which values
 * become others, also inside arrays.
 */
export function throughText(column: string, { type, category }: CastType, remap: Remap = {}): string {
  const words = Object.entries(remap)
  const isList = type.endsWith('[]') || (words.length > 0 && category === 'A')
  const text = `${column}::${isList ? 'text[]' : 'text'}`
  if (words.length === 0) return `${text}::${type}`
  const pairs = words.map((pair) => pair.map(quoteLiteral))
  if (isList) return `${pairs.reduce((list, [old, now]) => `array_replace(${list}, ${old}, ${now})`, text)}::${type}`
  const cases = pairs.map(([old, now]) => `WHEN ${old} THEN ${now}`)
  return `(CASE ${text} ${cases.join(' ')} ELSE ${text} END)::${type}`
}

function expression(column: string, before: CastType, after: CastType): string | null | undefined {
  const [from, to] = [baseName(before.type), baseName(after.type)]
  if (from === to) return null
  const made = throughMade(column, before, after)
  if (made !== undefined) return made
  const pair = { column, before, after, from, to, cast: `${column}::${after.type}` }
  return WAYS.find(([fits]) => fits(pair))?.[1](pair)
}

interface Pair {
  readonly column: string
  readonly before: CastType
  readonly after: CastType
  /** The names of the types, without length and precision. */
  readonly from: string
  readonly to: string
  readonly cast: string
}

/** Which pairs of types there are, and how values of each are moved. The first that fits is the way. */
const WAYS: readonly (readonly [fits: (pair: Pair) => boolean, move: (pair: Pair) => string | null | undefined])[] = [
  // A text that became an array of one comes back; of an array with more, PostgreSQL's way to write it is kept.
  [
    ({ before, after }) => sorts(before, after) === 'A>S' && before.type === `${after.type}[]`,
    ({ column: it }) =>
      `CASE WHEN array_ndims(${it}) = 1 AND cardinality(${it}) = 1 THEN ${it}[1] ELSE ${it}::text END`,
  ],
  [({ after }) => after.category === 'S', () => null],
  [
    ({ before }) => before.category === 'S',
    ({ column, before, after, cast }) => (after.type === `${before.type}[]` ? asArray(column, column) : cast),
  ],
  [
    ({ from, to }) => isJson(from) && (NUMBERS.has(to) || to === 'boolean'),
    ({ column, from, after, cast }) => (from === 'jsonb' ? cast : `${column}::jsonb::${after.type}`),
  ],
  [({ from, to }) => isJson(from) && isJson(to), () => null],
  [({ to }) => isJson(to), ({ column, to }) => `${to === 'json' ? 'to_json' : 'to_jsonb'}(${column})`],
  [
    ({ before, after }) => sorts(before, after) === 'A>A',
    ({ column, before, after }) => elements(column, before.type, after),
  ],
  [
    ({ before }) => before.category === 'A',
    ({ column, from, to }) => (from === `${to}[]` ? sameNamed(`${column}[1]`, to) : undefined),
  ],
  [
    ({ after, from, to }) => after.category === 'A' && to === `${from}[]`,
    ({ column, from }) => asArray(column, sameNamed(column, from)),
  ],
  [
    ({ after }) => after.category === 'A',
    ({ column, from, to, cast }) =>
      assigns(from, to.slice(0, -2)) || (isJson(from) && isJson(to.slice(0, -2)))
        ? asArray(column, cast.slice(0, -2))
        : undefined,
  ],
  [({ before, after }) => sorts(before, after) === 'E>E', ({ column, after }) => throughText(column, after)],
  [
    ({ before, after }) => sorts(before, after) === 'B>N',
    ({ column, from, to }) => (from === 'boolean' && NUMBERS.has(to) ? `${column}::integer` : undefined),
  ],
  [({ before, after, from }) => sorts(before, after) === 'N>B' && from === 'integer', ({ cast }) => cast],
  [
    ({ before, after }) => sorts(before, after) === 'N>B',
    ({ column, from }) => (NUMBERS.has(from) ? `${column} <> 0` : undefined),
  ],
  [({ from, to }) => assigns(from, to), () => null],
  [
    ({ from, to }) => from === 'money' || to === 'money',
    ({ column, from, to }) => (NUMBERS.has(from) || NUMBERS.has(to) ? `${column}::numeric` : undefined),
  ],
  [
    ({ before, after }) => sorts(before, after) === 'N>N',
    ({ column, from, to }) =>
      (from === 'oid' || to === 'oid') && !INTEGERS.has(from) && to !== 'integer' && to !== 'bigint'
        ? `${column}::bigint`
        : null,
  ],
  [({ from, to }) => explicit(from, to), ({ cast }) => cast],
  [
    ({ before, after, from, to }) =>
      sorts(before, after) === 'R>R' && from.endsWith('multirange') === to.endsWith('multirange'),
    ({ column, after }) => throughText(column, after),
  ],
  [({ before, after }) => sorts(before, after) === 'U>U', ({ column, after }) => throughText(column, after)],
]

/** The categories of PostgreSQL of both types: `N>S`. */
function sorts(before: CastType, after: CastType): string {
  return `${before.category}>${after.category}`
}

/** By a cast that an extension or a user made, or by one to an array and from there by PostgreSQL's own. */
function throughMade(column: string, before: CastType, after: CastType): string | null | undefined {
  const [from, to] = [baseName(before.type), baseName(after.type)]
  const casts = { ...before.casts, ...after.casts }
  const context = casts[`${from}>${to}`]
  if (context !== undefined) return context === 'e' ? `${column}::${after.type}` : null
  const between = Object.keys(casts)
    .filter((cast) => cast.startsWith(`${from}>`) && cast.endsWith('[]') && to.endsWith('[]'))
    .map((cast) => cast.slice(from.length + 1))
    .find((array) => assigns(array.slice(0, -2), to.slice(0, -2)))
  return between && `${column}::${between}::${after.type}`
}

/** An array of one; NULL stays NULL. */
function asArray(column: string, value: string): string {
  return `${inArray(column)}${value}] END`
}

function inArray(column: string): string {
  return `CASE WHEN ${column} IS NOT NULL THEN ARRAY[`
}

/** A value of a type that people made may be of its predecessor, which has stepped aside. */
function sameNamed(value: string, type: string): string {
  return type.includes('.') ? throughText(value, { type, category: '' }) : value
}

/** Arrays convert element by element, where the elements do. */
function elements(column: string, before: string, after: CastType): string | undefined {
  const [from, to] = [baseName(before.slice(0, -2)), baseName(after.type.slice(0, -2))]
  if (assigns(from, to) || explicit(from, to) || STRINGS.has(from) || STRINGS.has(to)) return `${column}::${after.type}`
  return NUMBERS.has(from) || NUMBERS.has(to) || DATES.has(from) || DATES.has(to)
    ? undefined
    : throughText(column, after)
}

const NUMBERS = new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'])
const INTEGERS = new Set(['smallint', 'integer', 'bigint'])
const STRINGS = new Set(['text', 'character varying', 'character', 'name', 'citext', 'public.citext'])
const DATES = new Set(['date', 'timestamp without time zone', 'timestamp with time zone'])
const NETWORKS = new Set(['inet', 'cidr'])
const BITS = new Set(['bit', 'bit varying'])

/** Pairs beside the sets above that PostgreSQL converts on assignment. */
const ASSIGNED = new Set([
  'timestamp without time zone>time without time zone',
  'timestamp with time zone>time without time zone',
  'timestamp with time zone>time with time zone',
  'time without time zone>time with time zone',
  'time with time zone>time without time zone',
  'time without time zone>interval',
  'interval>time without time zone',
  'numeric>money',
  'money>numeric',
  'integer>money',
  'bigint>money',
])

function assigns(from: string, to: string): boolean {
  return [NUMBERS, DATES, NETWORKS, BITS].some((set) => set.has(from) && set.has(to)) || ASSIGNED.has(`${from}>${to}`)
}

/** Pairs that PostgreSQL converts when it is told to. */
function explicit(from: string, to: string): boolean {
  return (
    (from === 'integer' || from === 'bigint'
      ? to === 'bit'
      : from === 'bit' && (to === 'integer' || to === 'bigint')) ||
    (from === 'macaddr' && to === 'macaddr8') ||
    (from === 'macaddr8' && to === 'macaddr')
  )
}

function isJson(type: string): boolean {
  return type === 'json' || type === 'jsonb'
}

/** The type without its modifier: `character varying(20)` is `character varying`, and `interval day to hour` an interval. */
function baseName(type: string): string {
  return type.replace(/\([\d,-]+\)/, '').replace(/^interval [a-z ]+/, 'interval')
}
