import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { PLACE, type RowsSeen, type TableSeen } from './seen.ts'

/** Where the rows of a table lie, in their order. */
export interface Places {
  readonly table: TableSeen
  readonly name: string
  readonly rows: readonly string[]
}

/** Where the rows lie that a foreign key takes away, or changes, together with those of a table. */
export async function placesOf(db: Connection, seen: RowsSeen, { oid }: TableSeen): Promise<readonly Places[]> {
  const moved = await rows<{ oid: number }>(
    db,
    `WITH RECURSIVE moved(oid) AS (
       SELECT ${oid}::oid UNION
       SELECT x.conrelid FROM pg_constraint x JOIN moved ON x.confrelid = moved.oid
       WHERE x.contype = 'f' AND x.confdeltype IN ('c', 'n', 'd')
     ) SELECT oid FROM moved WHERE oid <> ${oid}`,
  )
  const found: Places[] = []
  for (const table of seen.values()) {
    const name = moved.some((one) => one.oid === table.oid) ? await nameOf(db, table) : undefined
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
export async function forgetMoved(db: Connection, places: readonly Places[]): Promise<void> {
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

/** Forgets the rows of a table that lay at these places. */
export function forget(table: TableSeen, places: readonly number[]): void {
  table.count -= places.length
  for (const { values } of table.columns.values()) for (const place of places.toReversed()) values?.splice(place, 1)
}

/** What the table is called by now; nothing where it is gone. */
export async function nameOf(db: Connection, { oid }: TableSeen): Promise<string | undefined> {
  const [now] = await rows<{ schema: string; name: string }>(
    db,
    'SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = ' +
      `c.relnamespace WHERE c.oid = ${oid}`,
  )
  return now && qualifiedName(now.schema, now.name)
}
