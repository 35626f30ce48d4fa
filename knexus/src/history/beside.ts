import { rows, type Connection } from '../connection/connection.ts'
import { read, type Scope } from '../introspect/index.ts'
import { inventory } from '../introspect/inventory.ts'
import { seeRows } from '../prove/seen.ts'
import { positionsOf } from '../verify/positions.ts'

/** What is in a database and in no schema. */
export interface Beside {
  /** Tables with their number of rows, sequences that have given numbers, large objects: `public.a (3)`. */
  readonly rows: readonly string[]
  /** What no kind covers: `CONVERSION public.latin`. */
  readonly unmanaged: readonly string[]
}

/** What a schema does not tell of a database. */
export async function besideOf(db: Connection, scope: Scope): Promise<Beside> {
  const tables = [...(await seeRows(db))].filter(([, { count }]) => count > 0)
  const positions = [...(await positionsOf(db))]
  const [large] = await rows<{ count: number }>(db, 'SELECT count(*)::int AS count FROM pg_largeobject_metadata')
  const reading = await read(db, { ...scope, dependencies: false, inventory: true })
  return {
    rows: [
      ...tables.map(([table, { count }]) => `${table} (${count})`),
      ...positions.map(([name, [position]]) => `${name} (at ${position})`),
      ...(large && large.count > 0 ? [`large objects (${large.count})`] : []),
    ],
    unmanaged: (await inventory(db, reading)).notManaged,
  }
}
