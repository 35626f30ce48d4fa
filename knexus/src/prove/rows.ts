import { messageOf, sqlState } from '../base/errors.ts'
import type { Connection } from '../connection/connection.ts'
import { rows } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { circlesOf, insertionsOf, type Circle } from './circles.ts'
import { RowsInTheWay, type Rowless } from './rowless.ts'
import { fillable, type Fillable } from './fillable.ts'
import type { Planned } from './planned.ts'
import { insertions, USUAL } from './insertions.ts'
import type { TableShape } from './shapes.ts'
import { limitTime, reachesLimit } from '../trace/time-limit.ts'

/** How long the rows of those may take. */
const PATIENCE = '20s'

/** Tables that are filled with one message. */
const AT_ONCE = 50

/**
 * Puts rows into every table of a shadow that accepts them, so that a migration has something to lose. A row that
 * checks, triggers and the like refuse is tried again with the constants that its checks mention, then with defaults
 * and nulls; a table that refuses that too stays empty, and so do those that `without` speaks of. Some rows pass what
 * a `planned` change will check. From then on each statement of the session has a time limit. Answers with the tables
 * that have rows. With `without`, throws `RowsInTheWay` where a trigger makes relations for them, or a row is neither
 * taken nor refused; without it, that ends the filling. With `only`, other tables than these, by oid, get none.
 */
export async function seedRows(
  db: Connection,
  without?: Rowless,
  planned?: Planned,
  only?: readonly number[],
): Promise<string[]> {
  if (without === 'all') return []
  const before = await relations(db)
  const tables = (await fillable(db, planned, only)).filter(
    ({ name }) => !without?.some((sql) => sql.includes(bare(qualifiedName(name)))),
  )
  const filled = new Set<Fillable>()
  try {
    await limitTime(db, PATIENCE)
    await fillAll(db, tables, filled)
  } catch (error) {
    if (without || !(error instanceof RowsInTheWay)) throw error
  }
  await limitTime(db)
  if (without && (await relations(db)) !== before) throw new RowsInTheWay()
  return tables.filter((table) => filled.has(table)).map(({ schema, name }) => qualifiedName(schema, name))
}

/**
 * Fills tables, and those that wait for the rows of others as soon as these have some. Where all wait, those that wait
 * for each other are filled together.
 */
async function fillAll(db: Connection, tables: readonly Fillable[], filled: Set<Fillable>): Promise<void> {
  let waiting = parentsFirst(tables)
  for (let round = 0, some = true; round < 6 && some; round += 1) {
    some = false
    for (let first = 0; first < waiting.length; first += AT_ONCE)
      for (const table of await fill(db, waiting.slice(first, first + AT_ONCE))) {
        filled.add(table)
        some = true
      }
    if (!some)
      for (const circle of circlesOf(waiting, filled))
        if (await takesTogether(db, circle)) {
          for (const table of circle.tables) filled.add(table)
          some = true
        }
    waiting = waiting.filter((table) => !filled.has(table))
  }
}

/** The tables, each behind those that its rows cannot be without; else in their order. */
function parentsFirst(tables: readonly Fillable[]): readonly Fillable[] {
  const byOid = new Map(tables.map((table) => [table.oid, table]))
  const ordered = new Set<Fillable>()
  const visited = new Set<Fillable>()
  const visit = (table: Fillable): void => {
    if (visited.has(table)) return
    visited.add(table)
    const required = new Set(table.columns.flatMap(({ name, required }) => (required ? [name] : [])))
    for (const { targetOid, columns } of table.keys) {
      const target = byOid.get(targetOid)
      if (target && columns.some((column) => required.has(column))) visit(target)
    }
    ordered.add(table)
  }
  tables.forEach(visit)
  return [...ordered]
}

/**
 * Puts the usual rows into some tables, all with one message, which the server takes or refuses as a whole. Halves what
 * was refused, down to one table, whose rows are then tried one by one. Answers with those that took any.
 */
async function fill(db: Connection, tables: readonly Fillable[]): Promise<readonly Fillable[]> {
  const [only, ...others] = tables
  if (!only) return []
  if (await accepts(db, tables.flatMap((table) => USUAL.map((n) => insertions(table, n)[0]!)).join(';\n')))
    return tables
  if (others.length === 0) return (await takesAny(db, only)) ? [only] : []
  const half = tables.length >> 1
  return [...(await fill(db, tables.slice(0, half))), ...(await fill(db, tables.slice(half)))]
}

/** Puts in what a table takes of the usual rows. */
function takesAny(db: Connection, table: Fillable): Promise<boolean> {
  return takes(db, (n) => insertions(table, n))
}

/** Puts in what the tables of a circle take of the usual rows, a row of each with one statement. */
function takesTogether(db: Connection, circle: Circle): Promise<boolean> {
  return takes(db, (n) => insertionsOf(circle, n))
}

async function takes(db: Connection, ways: (n: number) => readonly string[]): Promise<boolean> {
  let any = false
  for (const n of USUAL)
    for (const sql of ways(n))
      if (await accepts(db, sql)) {
        any = true
        break
      }
  return any
}

/** Which relations there are, in short. */
async function relations(db: Connection): Promise<string | undefined> {
  const [row] = await rows<{ all: string }>(db, `SELECT count(*) || ' ' || max(oid) AS all FROM pg_class`)
  return row?.all
}

/** The name of a table alone, as a statement that leaves out the namespace has it. */
export function bare(table: string): string {
  return table.slice(table.lastIndexOf('.') + 1).replaceAll('"', '')
}

/** SQL: a value as text. Equal values have one text: zeros behind a number say nothing, nor does the order of attributes. */
export function printed({ name, base, fields }: TableShape['columns'][number]): string {
  if (fields)
    return `(SELECT string_agg(f.key || ' ' || f.value::text, ', ' ORDER BY f.key)
             FROM json_each(to_json(${qualifiedName(name)})) f)`
  return base === 'numeric' ? `trim_scale(${qualifiedName(name)})::text` : `${qualifiedName(name)}::text`
}

/**
 * Puts one row more into a table, with a value of its own in one column. Answers with that value, as it is printed, if
 * the table took the row.
 */
export async function seedValue(
  db: Connection,
  table: Fillable,
  column: TableShape['columns'][number],
  value: string,
  n: number,
): Promise<{ readonly value: string | null } | undefined> {
  for (const sql of insertions(table, n, new Map([[column.name, value]]))) {
    const row = await unlessRefused(
      rows<{ value: string | null }>(db, `${sql} RETURNING ${printed(column)} AS value`).then((found) => found[0]),
    )
    if (row) return row
  }
  return undefined
}

async function accepts(db: Connection, sql: string): Promise<boolean> {
  return (await unlessRefused(db.query(sql))) !== undefined
}

/**
 * What a statement answers; nothing where it is refused. Throws `RowsInTheWay` where it was stopped: another try would
 * take as long.
 */
function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (reachesLimit(sqlState(error))) throw new RowsInTheWay(messageOf(error), { cause: error })
    return undefined
  })
}
