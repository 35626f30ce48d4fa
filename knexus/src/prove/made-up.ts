import { quoteLiteral } from '../base/sql.ts'

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
  return (VALUES.find(([fits]) => fits(column))?.[1] ?? text)(column, n)
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
    ({ base }) => /(^|\.)vector$/.test(base),
    ({ typmod }, n) => quoteLiteral(`[${Array.from({ length: typmod }, (_, at) => at + n).join(',')}]`),
  ],
  [({ base }) => /(^|\.)ltree$/.test(base), (_, n) => quoteLiteral(`t${n}`)],
  [({ type, typmod }) => type === '"char"' || typmod === 5, (_, n) => quoteLiteral(String(n))],
]

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
