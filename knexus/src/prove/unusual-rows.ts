import type { Remap } from '../base/kind.ts'
import { pathOf } from '../base/address.ts'
import { diff } from '../diff.ts'
import { isReshaped } from '../plan/verdict.ts'
import { addressOf, kindOf, needsOf, type Schema } from '../schema.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { doomed, type Remapped } from './remapped.ts'
import { seedValue } from './rows.ts'
import { fillable, type Fillable } from './fillable.ts'
import type { Planned } from './planned.ts'
import type { TableShape } from './shapes.ts'
import type { Special } from './seen.ts'
import { unusualOf } from './type-parts.ts'

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

/** What gets another type, or is made of a type that changes, a domain or a composite: `public.t.price`. */
export function reshaped(from: Schema, to: Schema): ReadonlySet<string> {
  const found = new Set(
    diff(from, to).flatMap(({ before, after }) =>
      before && after && (isReshaped(before, after) || kindOf(before).renameAway) ? [addressOf(before)] : [],
    ),
  )
  // To those that use them, and from the types among these on.
  for (let size = 0; found.size > size;) {
    size = found.size
    for (const [address, user] of from)
      if ((kindOf(user).rebind ?? kindOf(user).renameAway) && needsOf(user).some((needed) => found.has(needed)))
        found.add(address)
  }
  return new Set([...found].map(pathOf))
}

/**
 * Puts a row into its table for every unusual value of each column that changes, and for every value that becomes
 * another: `changes` are addresses of columns.
 */
export async function seedUnusual(
  db: Connection,
  changes: ReadonlySet<string>,
  remapped: Remapped = new Map(),
  planned?: Planned,
  only?: readonly number[],
): Promise<UnusualRows> {
  if (changes.size === 0 && remapped.size === 0) return noUnusualRows()
  const special = new Map<string, ReadonlyMap<string, string>>()
  const tables = new Map<string, number>()
  const unknown: string[] = []
  for (const table of await fillable(db, planned, only)) {
    const name = qualifiedName(table.schema, table.name)
    let n = FIRST
    for (const column of table.columns) {
      const address = `${name}.${qualifiedName(column.name)}`
      n += await seedDoomed(db, table, column, remapped.get(address), n)
      if (!changes.has(address) || column.generated) continue
      const { words, taken } = await seedSpecial(db, table, column, n)
      n += taken
      if (words.size > 0) special.set(`${table.oid}.${column.number}`, words)
      else if (!isKey(table, column) && !(await holdsAny(db, name, column.name))) unknown.push(address)
    }
    if (n > FIRST) tables.set(name, n - FIRST)
  }
  return { special, tables, refusals: new Map(), failing: new Map(), unknown }
}

type ColumnShape = TableShape['columns'][number]

/** Puts in a row for every value that becomes another, from the n-th on. Answers how many the table took. */
async function seedDoomed(
  db: Connection,
  table: Fillable,
  column: ColumnShape,
  remapped: Remap | undefined,
  n: number,
): Promise<number> {
  let taken = 0
  for (const sql of doomed(remapped, column)) if (await seedValue(db, table, column, sql, n + taken)) taken += 1
  return taken
}

/**
 * Puts in a row for every unusual value of a column, from the n-th on. Answers how many the table took, and what is
 * special about each value, as it is printed.
 */
async function seedSpecial(
  db: Connection,
  table: Fillable,
  column: ColumnShape,
  n: number,
): Promise<{ readonly words: ReadonlyMap<string, string>; readonly taken: number }> {
  const words = new Map<string, string>()
  let taken = 0
  const values = isKey(table, column)
    ? []
    : [...(await unusualOf(db, column.base)), ...besideConstants(table, column), ['NULL', 'NULL'] as const]
  for (const [what, sql] of values) {
    const row = await seedValue(db, table, column, sql, n + taken)
    if (!row) continue
    taken += 1
    if (row.value !== null && !words.has(row.value)) words.set(row.value, what)
  }
  return { words, taken }
}

const FRACTIONAL: ReadonlySet<string> = new Set(['numeric', 'real', 'double precision'])

/** Fractions next to the constants that its checks compare a number with: what they take may lie there alone. */
function besideConstants({ mentioned }: Fillable, { name, base }: ColumnShape): (readonly [string, string])[] {
  const constants = FRACTIONAL.has(base) ? (mentioned.get(name) ?? []) : []
  return constants.map((constant) => ['fractions', `(${constant}::numeric + 0.123456789)`] as const)
}

/** Whether its values refer to another table. */
function isKey({ keys }: TableShape, { name }: ColumnShape): boolean {
  return keys.some(({ columns }) => columns.includes(name))
}

async function holdsAny(db: Connection, table: string, column: string): Promise<boolean> {
  const [row] = await rows<{ some: boolean }>(db, `SELECT count(${qualifiedName(column)}) > 0 AS some FROM ${table}`)
  return row?.some === true
}
