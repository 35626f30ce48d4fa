import type { Connection } from '../connection/connection.ts'
import { rows } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { madeUp, type Column } from './made-up.ts'
import { MadeObjects, type Rowless } from './rowless.ts'
import { MADE_OF, under } from './type-parts.ts'

/** How many rows each table is given. */
const ROWS = 4

/** A table, as far as rows can be made up for it. */
export interface TableShape {
  readonly oid: number
  readonly schema: string
  readonly name: string
  readonly columns: readonly {
    readonly number: number
    readonly name: string
    readonly type: string
    /** All that a type that people made is made of, by which two of one name are told apart; null for the server's own. */
    readonly madeOf: string | null
    readonly base: string
    readonly category: string
    readonly typmod: number
    /** It is not an identity, and not generated. */
    readonly written: boolean
    readonly generated: boolean
    readonly required: boolean
    /** The attributes of a composite type. */
    readonly fields: readonly Column[] | null
  }[]
  readonly keys: readonly {
    readonly columns: readonly string[]
    readonly target: string
    readonly referenced: readonly string[]
  }[]
}

/** SQL: the attributes of a composite type `t`. */
const FIELDS = `
  SELECT json_agg(json_build_object('name', f.attname, 'type', format_type(f.atttypid, f.atttypmod), 'category', ft.typcategory, 'typmod', f.atttypmod,
                   'base', format_type(CASE WHEN ft.typtype = 'd' THEN ${under('ft.oid')} ELSE ft.oid END, NULL)) ORDER BY f.attnum)
  FROM pg_attribute f JOIN pg_type ft ON ft.oid = f.atttypid WHERE f.attrelid = t.typrelid AND f.attnum > 0 AND NOT f.attisdropped`

/** The tables that hold rows of their own, with their columns and foreign keys. */
export const SHAPES = `
  SELECT c.oid AS oid, n.nspname AS schema, c.relname AS name,
         COALESCE((SELECT json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'generated', a.attgenerated <> '', 'type', format_type(a.atttypid, a.atttypmod), 'category', t.typcategory, 'typmod', a.atttypmod,
                   'base', format_type(CASE WHEN t.typtype = 'd' THEN ${under('t.oid')} ELSE t.oid END, NULL), 'madeOf', CASE WHEN t.oid >= 16384 THEN (${MADE_OF}) END,
                   'fields', CASE WHEN t.typtype = 'c' THEN (${FIELDS}) END, 'written', a.attgenerated = '' AND a.attidentity = '',
                   'required', a.attnotnull AND NOT a.atthasdef) ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
         COALESCE((SELECT json_agg(json_build_object('target', f.oid::regclass::text,
                   'columns', ARRAY(SELECT a.attname FROM unnest(x.conkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = k.n ORDER BY k.o),
                   'referenced', ARRAY(SELECT a.attname FROM unnest(x.confkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a ON a.attrelid = x.confrelid AND a.attnum = k.n ORDER BY k.o)))
          FROM pg_constraint x JOIN pg_class f ON f.oid = x.confrelid WHERE x.conrelid = c.oid AND x.contype = 'f'), '[]') AS keys
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY 1, 2`

/**
 * Puts rows into every table of a shadow that accepts them, so that a migration has something to lose. A row that checks, triggers
 * and the like refuse is tried again with defaults and nulls; a table that refuses that too stays empty, and so do those that `without` speaks of.
 * Answers with the tables that have rows. With `without`, throws `MadeObjects` where a trigger makes relations for them.
 */
export async function seedRows(db: Connection, without?: Rowless): Promise<string[]> {
  if (without === 'all') return []
  const before = await relations(db)
  const tables = (await rows<TableShape>(db, SHAPES)).filter(
    ({ name }) => !without?.some((sql) => sql.includes(bare(qualifiedName(name)))),
  )
  const filled = new Set<string>()
  for (let round = 0, before = -1; round < 6 && filled.size > before; round += 1) {
    before = filled.size
    for (const table of tables) {
      const address = qualifiedName(table.schema, table.name)
      if (filled.has(address)) continue
      for (let n = 1; n <= ROWS; n += 1) {
        if (
          (await accepts(db, insertion(table, n))) ||
          (await accepts(
            db,
            insertion(table, n, ({ required }) => required),
          ))
        )
          filled.add(address)
      }
    }
  }
  if (without && (await relations(db)) !== before) throw new MadeObjects()
  return [...filled]
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

/** SQL: a value as text, so that equal values have one text: the zeros behind a number say nothing. */
export function printed({ name, base }: TableShape['columns'][number]): string {
  return base === 'numeric' ? `trim_scale(${qualifiedName(name)})::text` : `${qualifiedName(name)}::text`
}

/** Puts one row more into a table, with a value of its own in one column. Answers with that value, as it is printed, if the table took the row. */
export async function seedValue(
  db: Connection,
  table: TableShape,
  column: TableShape['columns'][number],
  value: string,
  n: number,
): Promise<{ readonly value: string | null } | undefined> {
  const given = new Map([[column.name, value]])
  const put = (wanted?: (other: TableShape['columns'][number]) => boolean) =>
    rows<{ value: string | null }>(db, `${insertion(table, n, wanted, given)} RETURNING ${printed(column)} AS value`)
  const [row] = await put().catch(() => put(({ name, required }) => required || name === column.name).catch(() => []))
  return row
}

function accepts(db: Connection, sql: string): Promise<boolean> {
  return db.query(sql).then(
    () => true,
    () => false,
  )
}

function insertion(
  { schema, name, columns, keys }: TableShape,
  n: number,
  wanted: (column: TableShape['columns'][number]) => boolean = () => true,
  given: ReadonlyMap<string, string> = new Map(),
): string {
  const written = columns.filter((column) => given.has(column.name) || (column.written && wanted(column)))
  if (written.length === 0) return `INSERT INTO ${qualifiedName(schema, name)} DEFAULT VALUES`
  const values = written.map((column) => {
    const own = given.get(column.name)
    if (own !== undefined) return `${own}::${column.type}`
    const key = keys.find((candidate) => candidate.columns.includes(column.name))
    if (!key) return `${madeUp(column, n)}::${column.type}`
    const referenced = qualifiedName(key.referenced[key.columns.indexOf(column.name)]!)
    return `(SELECT ${referenced} FROM ${key.target} ORDER BY ${referenced} LIMIT 1 OFFSET ${(n - 1) % ROWS})`
  })
  return `INSERT INTO ${qualifiedName(schema, name)} (${written.map((column) => qualifiedName(column.name)).join(', ')}) ${given.size > 0 ? 'OVERRIDING SYSTEM VALUE ' : ''}VALUES (${values.join(', ')})`
}
