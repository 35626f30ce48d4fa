import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { printed } from './rows.ts'
import { shapesOf, type TableShape } from './shapes.ts'

/** The values of one column, as the server prints them, in the order of the rows; none of a generated column. */
interface ColumnSeen {
  readonly name: string
  /** Equal where values can be compared by their texts: all that it is made of. */
  readonly type: string
  readonly values: (string | null)[] | undefined
}

/** What one table holds. Its oid and the numbers of its columns stay what they are when it is renamed, altered or rewritten. */
export interface TableSeen {
  readonly oid: number
  /** The tables whose rows are its own as well. */
  readonly heirs: readonly number[]
  readonly columns: ReadonlyMap<number, ColumnSeen>
  count: number
}

/** What the rows of a database looked like, by table: `public.users`. */
export type RowsSeen = ReadonlyMap<string, TableSeen>

/** What a comparison of all rows covered, and what did not come through it. */
export interface Compared {
  /** `public.t.price`, each with what was special about the values that changed, where that is known. */
  readonly lost: ReadonlyMap<string, ReadonlySet<string>>
  readonly tables: number
  readonly columns: number
  readonly rows: number
}

/** What is special about a made-up value: by `oid.number` of its column, and its text. */
export type Special = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The values that a rename gave other words, a label of an enum: what they were before, by `oid.number` of the column. */
export type Renamed = ReadonlyMap<string, ReadonlyMap<string | null, string | null>>

/** The order in which rows lie in a table, which a rewrite keeps. */
export const PLACE = 'tableoid, ctid'

/** Tables that are looked at in one message. */
const AT_ONCE = 100

/** Looks at all rows of a database, or of some of its tables, by oid. */
export async function seeRows(db: Connection, only?: readonly number[]): Promise<RowsSeen> {
  const tables = await shapesOf(db, only)
  const seen = new Map<string, TableSeen>()
  for (let first = 0; first < tables.length; first += AT_ONCE) {
    const some = tables.slice(first, first + AT_ONCE)
    const looks = some.map((table, at) => `SELECT ${at} AS at, row_to_json(t) AS held FROM (${look(table)}) t`)
    for (const { at, held } of await rows<{ at: number; held: Held }>(db, looks.join(' UNION ALL '))) {
      const { oid, schema, name: table, heirs, columns } = some[at]!
      const valuesOf = (number: number) => held[`v${number}`] ?? []
      seen.set(qualifiedName(schema, table), {
        oid,
        heirs,
        count: held.count,
        columns: new Map(
          columns.map(({ number, name, type, madeOf, generated }) => [
            number,
            { name, type: madeOf ?? type, values: generated ? undefined : valuesOf(number) },
          ]),
        ),
      })
    }
  }
  return seen
}

/** What one table holds: `v3`, the values of its third column, NULL where it has no rows. */
type Held = { readonly count: number } & Readonly<Record<`v${number}`, (string | null)[] | null>>

function look({ schema, name, columns }: TableShape): string {
  const kept = columns.filter(({ generated }) => !generated)
  const texts = kept.map((column) => `${printed(column)} AS v${column.number}`)
  const values = kept.map(({ number }) => `, array_agg(v${number}) AS v${number}`)
  return `SELECT count(*) AS count${values.join('')} FROM (SELECT ${texts.join(', ')}
    FROM ${qualifiedName(schema, name)} ORDER BY ${PLACE}) r`
}

/**
 * Compares what tables and columns hold that are there at both looks. Of two types only the number of values that are not NULL
 * is compared: what the values mean shows once the old type is back. After renames were taken back, columns and types
 * bear the names that they have in `unrenamed`.
 */
export function compareRows(
  before: RowsSeen,
  after: RowsSeen,
  special: Special,
  renamed: Renamed = new Map(),
  unrenamed?: RowsSeen,
): Compared {
  const now = byOid(after)
  const first = unrenamed && byOid(unrenamed)
  const lost = new Map<string, Set<string>>()
  let [tables, columns, count] = [0, 0, 0]
  for (const [table, old] of before) {
    const there = now.get(old.oid)
    if (!there || old.count === 0) continue
    const found = withThoseThatLeft(there, old, now)
    tables += 1
    count += old.count
    if (found.count !== old.count) {
      lost.set(table, new Set([`${found.count} of ${old.count} are there`]))
      continue
    }
    const named = new Map([...found.columns.values()].map((column) => [column.name, column]))
    const was = (number: number, column: ColumnSeen) => first?.get(old.oid)?.columns.get(number) ?? column
    // One that another was put in the place of has its name; for that all rows were written once more, and lie elsewhere.
    const stay = [...old.columns].every(([number, it]) => found.columns.has(number) || !named.has(was(number, it).name))
    for (const [number, column] of old.columns) {
      const [{ name, values }, { name: called, type }] = [column, was(number, column)]
      const then = found.columns.get(number) ?? named.get(called)
      if (!values || !then?.values) continue
      const words = renamed.get(`${old.oid}.${number}`)
      const missing = gone({ type, values }, then.type, then.values, stay, words)
      if (then.type === type && values.some((value) => value !== null)) columns += 1
      if (missing.length === 0) continue
      const what = special.get(`${old.oid}.${number}`)
      lost.set(
        `${table}.${qualifiedName(name)}`,
        new Set(missing.flatMap((value) => (value === null ? 'NULL' : (what?.get(value) ?? [])))),
      )
    }
  }
  return { lost, tables, columns, rows: count }
}

function byOid(seen: RowsSeen): ReadonlyMap<number, TableSeen> {
  return new Map([...seen.values()].map((table) => [table.oid, table]))
}

/** A table with the rows of those that do not belong to it any more, and keep them: a partition that was detached. */
function withThoseThatLeft(table: TableSeen, before: TableSeen, now: ReadonlyMap<number, TableSeen>): TableSeen {
  const left = before.heirs.flatMap((oid) => (table.heirs.includes(oid) ? [] : (now.get(oid) ?? [])))
  const inside = new Set(left.flatMap(({ heirs }) => heirs))
  const parts = left.filter(({ oid }) => !inside.has(oid))
  if (parts.length === 0) return table
  const valuesIn = (part: TableSeen, name: string) =>
    [...part.columns.values()].find((column) => column.name === name)?.values ?? Array<null>(part.count).fill(null)
  const columns = [...table.columns].map(([number, column]): [number, ColumnSeen] => [
    number,
    { ...column, values: column.values && [...column.values, ...parts.flatMap((part) => valuesIn(part, column.name))] },
  ])
  return { ...table, count: parts.reduce((sum, part) => sum + part.count, table.count), columns: new Map(columns) }
}

/** What is seen now, with what was dropped and made again under its own name in the place of what it was. */
export function aligned(before: RowsSeen, now: RowsSeen): RowsSeen {
  const oids = new Set([...now.values()].map(({ oid }) => oid))
  return new Map(
    [...now].map(([address, table]) => {
      const old = before.get(address)
      if (!old || (old.oid !== table.oid && oids.has(old.oid))) return [address, table]
      const numbers = new Map([...old.columns].map(([number, { name }]) => [name, number]))
      const columns = [...table.columns].map(
        ([number, column]) => [numbers.get(column.name) ?? number, column] as const,
      )
      return [address, { ...table, oid: old.oid, columns: new Map(columns) }]
    }),
  )
}

/** Compares the same rows right before and after renames. */
export function renamedValues(before: RowsSeen, after: RowsSeen): Renamed {
  const now = byOid(after)
  const renamed = new Map<string, Map<string | null, string | null>>()
  for (const { oid, columns } of before.values()) {
    for (const [number, { values }] of columns) {
      const then = now.get(oid)?.columns.get(number)?.values
      const changed = (values ?? []).flatMap((value, at): [string | null, string | null][] =>
        then && then[at] !== value ? [[then[at]!, value]] : [],
      )
      if (changed.length > 0) renamed.set(`${oid}.${number}`, new Map(changed))
    }
  }
  return renamed
}

function isNull(value: string | null): string | null {
  return value === null ? null : ''
}

/** The values of a column that are not there afterwards. `stays`: the rows lie where they lay. */
function gone(
  { type, values }: { readonly type: string; readonly values: readonly (string | null)[] },
  now: string,
  then: readonly (string | null)[],
  stay: boolean,
  words: ReadonlyMap<string | null, string | null> | undefined,
): (string | null)[] {
  if (now === type) return without(words ? values.map((value) => words.get(value) ?? value) : values, then)
  return stay
    ? values.filter((value, at) => (value === null) !== (then[at] === null))
    : without(values.map(isNull), then.map(isNull))
}

/** The values of the first list that the second does not have as often. */
function without(values: readonly (string | null)[], others: readonly (string | null)[]): (string | null)[] {
  const left = new Map<string | null, number>()
  for (const value of others) left.set(value, (left.get(value) ?? 0) + 1)
  return values.filter((value) => {
    const times = left.get(value) ?? 0
    left.set(value, times - 1)
    return times <= 0
  })
}
