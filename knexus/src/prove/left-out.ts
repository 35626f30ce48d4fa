import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { namesIn } from '../base/tokens.ts'
import { passes } from './passes.ts'
import { bare } from './rows.ts'
import { PLACE, type RowsSeen, type Special, type TableSeen } from './seen.ts'
import type { UnusualRows } from './unusual-rows.ts'

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
    const others = await placesOf(db, seen, table)
    await db.query(removal(name, `place - 1 IN (${refused.join(', ')})`))
    note(address, table, refused, unusual.special, refusals, await blamedBy(db, table, statements))
    forget(table, refused)
    await forgetMoved(db, others)
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

/** What is special about values that no row holds any more, because something else about their rows was refused, by column. */
export function uncompared(
  seen: RowsSeen,
  { special, refusals }: UnusualRows,
): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>()
  for (const [address, { oid, columns }] of seen)
    for (const [number, { name, values }] of columns) {
      const column = `${address}.${qualifiedName(name)}`
      if (!values?.some((value) => value !== null)) continue
      const words = [...(special.get(`${oid}.${number}`) ?? [])]
      const left = new Set(words.flatMap(([value, word]) => (values.includes(value) ? [word] : [])))
      const gone = words.flatMap(([, word]) => (left.has(word) || refusals.get(column)?.has(word) ? [] : [word]))
      if (gone.length > 0) all.set(column, new Set(gone))
    }
  return all
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

/**
 * Remembers what was special about the rows that were refused, in the columns that are to blame.
 */
function note(
  address: string,
  table: TableSeen,
  refused: readonly number[],
  special: Special,
  refusals: UnusualRows['refusals'],
  blamed: ReadonlySet<string>,
): void {
  for (const [number, { name, values }] of table.columns) {
    if (!blamed.has(name)) continue
    const words = special.get(`${table.oid}.${number}`)
    if (!words) continue
    const what = refused.flatMap((at) => words.get(values?.[at] ?? '') ?? [])
    const column = `${address}.${qualifiedName(name)}`
    if (what.length > 0) refusals.set(column, new Set([...(refusals.get(column) ?? []), ...what]))
  }
}

/** The columns that statements mention, and those of the constraints that they do: VALIDATE CONSTRAINT mentions no column. */
async function blamedBy(
  db: Connection,
  { oid }: TableSeen,
  statements: readonly string[],
): Promise<ReadonlySet<string>> {
  const names = statements.flatMap(namesIn)
  const ofConstraints = await rows<{ name: string }>(
    db,
    `SELECT a.attname AS name FROM pg_constraint x JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = ANY (x.conkey)
     WHERE x.conrelid = $1 AND x.conname = ANY ($2)`,
    [oid, names],
  )
  return new Set([...names, ...ofConstraints.map(({ name }) => name)])
}

function removal(table: string, which: string): string {
  return (
    `DELETE FROM ${table} WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM (SELECT tableoid, ctid, ` +
    `row_number() OVER (ORDER BY ${PLACE}) AS place FROM ${table}) AS placed WHERE ${which})`
  )
}

/** Where the rows of a table lie, in their order. */
interface Places {
  readonly table: TableSeen
  readonly name: string
  readonly rows: readonly string[]
}

/** Where the rows lie that a foreign key takes away, or changes, together with those of a table. */
async function placesOf(db: Connection, seen: RowsSeen, { oid }: TableSeen): Promise<readonly Places[]> {
  const moved = await rows<{ oid: number }>(
    db,
    `WITH RECURSIVE moved(oid) AS (
       SELECT ${oid}::oid UNION
       SELECT x.conrelid FROM pg_constraint x JOIN moved ON x.confrelid = moved.oid WHERE x.contype = 'f' AND x.confdeltype IN ('c', 'n', 'd')
     ) SELECT oid FROM moved WHERE oid <> ${oid}`,
  )
  const found: Places[] = []
  for (const table of seen.values()) {
    const name = moved.some((one) => Number(one.oid) === table.oid) ? await nameOf(db, table) : undefined
    if (name !== undefined) found.push({ table, name, rows: await placed(db, name) })
  }
  return found
}

async function placed(db: Connection, name: string): Promise<readonly string[]> {
  const all = await rows<{ place: string }>(
    db,
    `SELECT format('%s %s', tableoid, ctid) AS place FROM ${name} ORDER BY ${PLACE}`,
  )
  return all.map(({ place }) => place)
}

/** Takes away what a foreign key changed, and forgets that with what it took away. */
async function forgetMoved(db: Connection, places: readonly Places[]): Promise<void> {
  const next: Places[] = []
  for (const { table, name, rows: before } of places) {
    const now = new Set(await placed(db, name))
    const gone = before.flatMap((place, at) => (now.has(place) ? [] : [at]))
    const stay = before.filter((place) => now.has(place))
    next.push({ table, name, rows: stay })
    if (gone.length === 0) continue
    await db.query(`DELETE FROM ${name} WHERE format('%s %s', tableoid, ctid) <> ALL ($1)`, [stay])
    forget(table, gone)
  }
  // What was taken away may have taken away more.
  if (next.some(({ rows: stay }, at) => stay.length < places[at]!.rows.length)) await forgetMoved(db, next)
}

function forget(table: TableSeen, places: readonly number[]): void {
  table.count -= places.length
  for (const { values } of table.columns.values()) for (const place of places.toReversed()) values?.splice(place, 1)
}

/** What the table is called by now; nothing where it is gone. */
async function nameOf(db: Connection, { oid }: TableSeen): Promise<string | undefined> {
  const [now] = await rows<{ schema: string; name: string }>(
    db,
    'SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = ' +
      `c.relnamespace WHERE c.oid = ${oid}`,
  )
  return now && qualifiedName(now.schema, now.name)
}
