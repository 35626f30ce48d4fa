import { messageOf } from '../base/errors.ts'
import { qualifiedName } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { RowsInTheWay } from './rowless.ts'
import { PLACE, type RowsSeen, type TableSeen } from './seen.ts'

/** Where the rows of a table lie, in their order. */
export interface Places {
  readonly table: TableSeen
  readonly name: string
  readonly rows: readonly string[]
}

/**
 * Where the rows of a table lie, and of those that share some with it, and of those from which a foreign key takes rows away,
 * or changes them, together with these.
 */
export async function placesOf(db: Connection, seen: RowsSeen, { oid }: TableSeen): Promise<readonly Places[]> {
  const moved = await rows<{ oid: number }>(
    db,
    `WITH RECURSIVE moved(oid) AS (
       SELECT ${oid}::oid UNION
       SELECT next.oid FROM moved CROSS JOIN LATERAL (
         SELECT x.conrelid FROM pg_constraint x
         WHERE x.confrelid = moved.oid AND x.contype = 'f' AND x.confdeltype IN ('c', 'n', 'd')
         UNION ALL SELECT i.inhrelid FROM pg_inherits i WHERE i.inhparent = moved.oid
         UNION ALL SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid = moved.oid
       ) AS next(oid)
     ) SELECT oid FROM moved`,
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

/** Takes away what a foreign key changed, and forgets that with all that is gone. Answers with the places of these, by table. */
export async function forgetMoved(
  db: Connection,
  places: readonly Places[],
): Promise<ReadonlyMap<TableSeen, readonly number[]>> {
  const stays = new Map(places.map(({ table, rows: all }) => [table, new Set(all)]))
  // What is taken away may take away more.
  for (let some = true; some;) {
    some = false
    for (const { table, name } of places) {
      const [before, now] = [stays.get(table)!, new Set(await placed(db, name))]
      const stay = [...before].filter((place) => now.has(place))
      stays.set(table, new Set(stay))
      if (stay.length === before.size) continue
      some = true
      // A trigger may refuse any DELETE, also of nothing.
      const changed = [...now].filter((place) => !before.has(place))
      if (changed.length > 0)
        await db
          .query(`DELETE FROM ${name} WHERE format('%s %s', tableoid, ctid) = ANY ($1)`, [changed])
          .catch((error: unknown) => {
            throw new RowsInTheWay(messageOf(error), { cause: error })
          })
    }
  }
  const gone = new Map(
    places.map(({ table, rows: all }) => [
      table,
      all.flatMap((place, at) => (stays.get(table)!.has(place) ? [] : [at])),
    ]),
  )
  for (const [table, at] of gone) forget(table, at)
  return gone
}

/** Forgets the rows of a table that lay at these places. */
function forget(table: TableSeen, places: readonly number[]): void {
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
