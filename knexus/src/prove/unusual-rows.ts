import { pathOf } from '../base/address.ts'
import { diff } from '../diff.ts'
import { isReshaped } from '../plan/verdict.ts'
import { addressOf, type Schema } from '../schema.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { passes } from './passes.ts'
import { doomed, type Remapped } from './remapped.ts'
import { bare, printed, SHAPES, seedValue, type TableShape } from './rows.ts'
import { PLACE, type RowsSeen, type Special, type TableSeen } from './seen.ts'
import { unusual } from './values.ts'

/** The rows with unusual values that a table took, by the table's oid: how many there are after the usual ones. */
export interface UnusualRows {
  readonly special: Special
  readonly tables: Map<string, number>
  /** By column, what was special about the rows that the change refuses. */
  readonly refusals: Map<string, ReadonlySet<string>>
  /** The statements that some made-up rows do not pass, and whether any does. */
  readonly failing: Map<string, boolean>
  /** Columns that change and got no value at all, so that nothing is known of them. */
  readonly unknown: readonly string[]
}

export function noUnusualRows(): UnusualRows {
  return { special: new Map(), tables: new Map(), refusals: new Map(), failing: new Map(), unknown: [] }
}

/** The values that the usual rows are numbered after. */
const FIRST = 5

/** What gets another type: `public.t.price`. */
export function reshaped(from: Schema, to: Schema): ReadonlySet<string> {
  return new Set(
    diff(from, to).flatMap(({ before, after }) =>
      before && after && isReshaped(before, after) ? [pathOf(addressOf(before))] : [],
    ),
  )
}

/** Puts a row into its table for every unusual value of each column that changes, and for every value that becomes another: `changes` are addresses of columns. */
export async function seedUnusual(
  db: Connection,
  changes: ReadonlySet<string>,
  remapped: Remapped = new Map(),
): Promise<UnusualRows> {
  const special = new Map<string, Map<string, string>>()
  const tables = new Map<string, number>()
  const unknown: string[] = []
  for (const table of await rows<TableShape>(db, SHAPES)) {
    const name = qualifiedName(table.schema, table.name)
    let n = FIRST
    for (const column of table.columns) {
      const address = `${name}.${qualifiedName(column.name)}`
      for (const sql of table.partitioned ? [] : doomed(remapped.get(address), column))
        if (await seedValue(db, table, column.name, sql, n)) n += 1
      if (!changes.has(address) || column.generated) continue
      const words = new Map<string, string>()
      const isKey = table.keys.some(({ columns }) => columns.includes(column.name))
      const values = isKey || table.partitioned ? [] : [...unusual(column.base), ['NULL', 'NULL'] as const]
      for (const [what, sql] of values) {
        if (!(await seedValue(db, table, column.name, sql, n))) continue
        n += 1
        const [row] = await rows<{ value: string | null }>(
          db,
          `SELECT ${printed(column)} AS value FROM ${name} ORDER BY tableoid DESC, ctid DESC LIMIT 1`,
        )
        if (row && row.value !== null && !words.has(row.value)) words.set(row.value, what)
      }
      if (words.size > 0) special.set(`${table.oid}.${column.number}`, words)
      else if (!isKey && !(await holdsAny(db, name, column.name))) unknown.push(address)
    }
    if (n > FIRST) tables.set(name, n - FIRST)
  }
  return { special, tables, refusals: new Map(), failing: new Map(), unknown }
}

/**
 * Finds the made-up rows that statements refuse, by trying them with each beside those that passed, and takes them away from the
 * database and from what was seen of it. Rows that others refer to stay. Answers whether there were any.
 */
export async function leaveOut(
  db: Connection,
  statements: readonly string[],
  seen: RowsSeen,
  unusual: UnusualRows,
  refusals = unusual.refusals,
): Promise<boolean> {
  let some = false
  for (const [address, table] of seen) {
    const name = table.count > 0 ? await nameOf(db, table) : undefined
    if (name === undefined || !statements.some((sql) => sql.includes(bare(name)))) continue
    const usual = table.count - (unusual.tables.get(address) ?? 0)
    // They are to blame if it passes without them: all of them, or those that nothing refers to.
    const first = await firstOf([0, usual], (from) => passes(db, removal(name, `place > ${from}`), ...statements))
    if (first === undefined) continue
    const refused: number[] = []
    for (let at = first; at < table.count; at += 1) {
      const left = [...refused, ...Array.from({ length: table.count - at - 1 }, (_, after) => at + 1 + after)]
      if (!(await passes(db, removal(name, `place - 1 IN (${left.join(', ') || 'NULL'})`), ...statements)))
        refused.push(at)
    }
    if (refused.length === 0) continue
    if (refusals === unusual.refusals)
      for (const sql of statements) unusual.failing.set(sql, refused.length < table.count)
    await db.query(removal(name, `place - 1 IN (${refused.join(', ')})`))
    note(address, table, refused, unusual.special, refusals)
    forget(table, refused)
    unusual.tables.set(address, table.count - usual + refused.filter((at) => at < usual).length)
    some = true
  }
  return some
}

async function firstOf(
  candidates: readonly number[],
  holds: (one: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (const one of candidates) if (await holds(one)) return one
  return undefined
}

/** The columns that change and keep no value, because the change refuses all that there are. */
export function emptied(seen: RowsSeen, { special }: UnusualRows): string[] {
  return [...seen].flatMap(([address, { oid, columns }]) =>
    [...columns].flatMap(([number, { name, values }]) =>
      special.has(`${oid}.${number}`) && values?.every((value) => value === null)
        ? [`${address}.${qualifiedName(name)}`]
        : [],
    ),
  )
}

/** Remembers what was special about the rows that were refused. */
function note(
  address: string,
  table: TableSeen,
  refused: readonly number[],
  special: Special,
  refusals: UnusualRows['refusals'],
): void {
  for (const [number, { name, values }] of table.columns) {
    const words = special.get(`${table.oid}.${number}`)
    if (!words) continue
    const what = refused.flatMap((at) => words.get(values?.[at] ?? '') ?? [])
    const column = `${address}.${qualifiedName(name)}`
    if (what.length > 0) refusals.set(column, new Set([...(refusals.get(column) ?? []), ...what]))
  }
}

async function holdsAny(db: Connection, table: string, column: string): Promise<boolean> {
  const [row] = await rows<{ some: boolean }>(db, `SELECT count(${qualifiedName(column)}) > 0 AS some FROM ${table}`)
  return row?.some === true
}

function removal(table: string, which: string): string {
  return `DELETE FROM ${table} WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM (SELECT tableoid, ctid, row_number() OVER (ORDER BY ${PLACE}) AS place FROM ${table}) AS placed WHERE ${which})`
}

function forget(table: TableSeen, places: readonly number[]): void {
  table.count -= places.length
  for (const { values } of table.columns.values()) for (const place of places.toReversed()) values?.splice(place, 1)
}

/** What the table is called by now; nothing where it is gone. */
async function nameOf(db: Connection, { oid }: TableSeen): Promise<string | undefined> {
  const [now] = await rows<{ schema: string; name: string }>(
    db,
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ${oid}`,
  )
  return now && qualifiedName(now.schema, now.name)
}
