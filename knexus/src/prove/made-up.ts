import { quoteLiteral } from '../base/sql.ts'
import { unusual } from './values.ts'

/** A column, as far as its name and type tell what it may hold. */
export interface Column {
  readonly name: string
  /** The type as it is written, with length and precision. */
  readonly type: string
  /** The type under all domains, without length and precision. */
  readonly base: string
  /** `pg_type.typcategory` of that. */
  readonly category: string
  readonly typmod: number
  /** The attributes of a composite type. */
  readonly fields?: readonly Column[] | null
}

/** A value that a column may hold, as an SQL expression: the n-th of several. */
export function madeUp(column: Column, n: number): string {
  if (column.fields)
    return `ROW(${column.fields.map((field, at) => `${madeUp(field, n + 10 * at)}::${field.type}`).join(', ')})`
  if (column.category === 'C') return 'NULL'
  return (valueOf(column) ?? text)(column, n)
}

/** Whether it is known what values of its type look like. Of any other a text is tried. */
export function isKnown(column: Column): boolean {
  return Boolean(column.fields) || column.category === 'C' || column.category === 'S' || valueOf(column) !== undefined
}

function valueOf(column: Column): Value | undefined {
  const value = VALUES.find(([fits]) => fits(column))?.[1]
  if (value || column.category === 'S') return value
  const others = unusual(column.base)
  return others.length > 0 ? (_, n) => others[(n - 1) % others.length]![1] : undefined
}

type Value = (column: Column, n: number) => string

const VALUES: readonly (readonly [fits: (column: Column) => boolean, value: Value])[] = [
  [isOf('A'), () => "'{}'"],
  [isOf('B'), (_, n) => String(n % 2 === 0)],
  [isOf('N'), ({ base }, n) => (/^(numeric|real|double)/.test(base) ? `0.${n}` : String(n))],
  [isOf('D'), (_, n) => quoteLiteral(`2024-01-${two(((n - 1) % 28) + 1)} 00:00:${two(n % 60)}+00`)],
  [isOf('T'), (_, n) => quoteLiteral(`${n} hours`)],
  [isOf('E'), ({ base }, n) => `(enum_range(NULL::${base}))[1 + ${n} % cardinality(enum_range(NULL::${base}))]`],
  [isOf('I'), (_, n) => quoteLiteral(`10.0.0.${n}`)],
  [isOf('R'), () => "'empty'"],
  [({ base }) => base === 'uuid', (_, n) => quoteLiteral(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)],
  [({ base }) => base === 'json' || base === 'jsonb', (_, n) => quoteLiteral(`{"n": ${n}}`)],
  [({ base }) => base === 'bytea', (_, n) => quoteLiteral(`\\x${two(n % 100)}`)],
  [
    isNamed('vector'),
    ({ typmod }, n) => quoteLiteral(`[${Array.from({ length: typmod }, (_, at) => at + n).join(',')}]`),
  ],
  [isNamed('ltree|tsquery'), (_, n) => quoteLiteral(`t${n}`)],
  [isNamed('macaddr8?'), (_, n) => quoteLiteral(`08:00:2b:01:02:${two(n % 100)}`)],
  [
    isNamed('bit|bit varying'),
    ({ typmod }, n) => quoteLiteral(n.toString(2).padStart(8, '0').slice(-Math.max(typmod, 1))),
  ],
  [isNamed('xml'), (_, n) => quoteLiteral(`<a>${n}</a>`)],
  [isNamed('hstore'), (_, n) => quoteLiteral(`k=>${n}`)],
  [isNamed('pg_lsn'), (_, n) => quoteLiteral(`0/${n}`)],
  [isNamed('cube'), (_, n) => quoteLiteral(`(${n})`)],
  [isNamed('jsonpath'), (_, n) => quoteLiteral(`$.a${n}`)],
  [({ type, typmod }) => type === '"char"' || typmod === 5, (_, n) => quoteLiteral(String(n))],
]

function isNamed(names: string): (column: Column) => boolean {
  const pattern = new RegExp(`(?:^|\\.)(?:${names})$`)
  return ({ base }) => pattern.test(base)
}

function isOf(category: string): (column: Column) => boolean {
  return (column) => column.category === category
}

function text({ name, typmod }: Column, n: number): string {
  const usual = USUAL.find(([names]) => names.test(name))?.[1](n) ?? `text ${n}`
  return quoteLiteral(usual.slice(0, typmod > 4 ? typmod - 4 : undefined))
}

/** What a column of such a name usually holds, and a check upon it asks for. */
const USUAL: readonly (readonly [names: RegExp, value: (n: number) => string])[] = [
  [/mail/i, (n) => `person${n}@example.org`],
  [/sha256/i, (n) => String(n % 10).repeat(64)],
  [/md5/i, (n) => String(n % 10).repeat(32)],
  [/sha1|hash|digest|checksum/i, (n) => String(n % 10).repeat(40)],
  [/ur[il]$|link|website/i, (n) => `https://example.org/${n}`],
  [/(?:^|[a-z_])name$|login|handle/i, (n) => `name${n}`],
  [/code|slug|key/i, (n) => `text-${n}`],
]

function two(n: number): string {
  return String(n).padStart(2, '0')
}
