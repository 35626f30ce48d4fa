import { rows } from '../connection/connection.ts'
import { text } from '../base/sql.ts'
import type { PoolConnection } from '../connection/client.ts'

/** A name or a dotted path, quoted or not. */
const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+))*`
const CREATE_INDEX = new RegExp(
  String.raw`^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?!ON\b)(${NAME})\s+)?ON\s+(?:ONLY\s+)?(${NAME})`,
  'i',
)
const DROP_INDEX = new RegExp(String.raw`^\s*DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?(${NAME})`, 'i')
const DETACH = new RegExp(
  String.raw`^\s*ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(${NAME})\s+DETACH\s+PARTITION\s+(${NAME})\s+CONCURRENTLY`,
  'i',
)
const REINDEX = new RegExp(String.raw`^\s*REINDEX\s+(?:\([^)]*\)\s*)?(INDEX|TABLE)\s+CONCURRENTLY\s+(${NAME})`, 'i')
const CREATE_DATABASE = new RegExp(String.raw`^\s*CREATE\s+(DATABASE|TABLESPACE)\s+(${NAME})`, 'i')

/** The indexes that a table has before one more is built: their oids. Other statements need no preparation. */
export async function prepareFor(db: PoolConnection, sql: string): Promise<number[]> {
  const table = CREATE_INDEX.exec(sql)?.[2]
  return table ? (await indexesOf(db, table)).map((index) => index.oid) : []
}

/** The index that a CREATE INDEX CONCURRENTLY names, and its table as it is written. */
export function indexNamed(sql: string): { readonly name: string; readonly table: string } | undefined {
  const [, index, table] = CREATE_INDEX.exec(sql) ?? []
  return index && table ? { name: unquoted(index), table } : undefined
}

/** Whether a statement that was announced, and perhaps sent, has been done. What cannot be told, or does no harm twice, is said to be undone. */
export async function probe(db: PoolConnection, sql: string, before: readonly number[]): Promise<boolean> {
  const create = CREATE_INDEX.exec(sql)
  if (create)
    return (await indexesOf(db, create[2]!)).some(
      (index) => !before.includes(index.oid) && index.valid && (!create[1] || index.named(create[1])),
    )
  const drop = DROP_INDEX.exec(sql)
  if (drop) return !(await holds(db, `to_regclass(${text(drop[1]!)}) IS NOT NULL`))
  const database = CREATE_DATABASE.exec(sql)
  if (database) {
    const [catalog, column] =
      database[1]!.toUpperCase() === 'DATABASE' ? ['pg_database', 'datname'] : ['pg_tablespace', 'spcname']
    return holds(db, `EXISTS (SELECT FROM ${catalog} WHERE ${column} = (parse_ident(${text(database[2]!)}))[1])`)
  }
  const detach = DETACH.exec(sql)
  if (detach) return finishDetach(db, detach[1]!, detach[2]!)
  return false
}

/** Drops what a statement like this one has left half-built: the invalid index of its name, the copies of a reindex. Gives the names. */
export async function cleanUp(db: PoolConnection, sql: string): Promise<string[]> {
  const create = CREATE_INDEX.exec(sql)
  const reindex = REINDEX.exec(sql)
  const table = create?.[2] ?? (reindex?.[1]!.toUpperCase() === 'TABLE' ? reindex[2] : undefined)
  const known = table ? await indexesOf(db, table) : reindex ? await siblingsOf(db, reindex[2]!) : []
  const dead = known.filter(
    (index) =>
      !index.valid &&
      (create ? create[1] !== undefined && index.named(create[1]) : /_ccn(ew|old)\d*$/.test(index.name)),
  )
  const building = new Set(
    (await db.query<{ oid: number }>('SELECT index_relid::int AS oid FROM pg_stat_progress_create_index')).rows.map(
      (row) => row.oid,
    ),
  )
  const dropped = dead.filter((index) => !building.has(index.oid))
  for (const index of dropped) await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index.path}`)
  return dropped.map((index) => index.path)
}

interface Index {
  readonly oid: number
  readonly name: string
  /** Quoted and qualified. */
  readonly path: string
  readonly valid: boolean
  named(written: string): boolean
}

async function indexesOf(db: PoolConnection, table: string): Promise<Index[]> {
  return indexesWhere(db, `i.indrelid = to_regclass(${text(table)})`)
}

async function siblingsOf(db: PoolConnection, index: string): Promise<Index[]> {
  return indexesWhere(db, `i.indrelid = (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(${text(index)}))`)
}

async function indexesWhere(db: PoolConnection, condition: string): Promise<Index[]> {
  const found = await rows<Omit<Index, 'named'>>(
    db,
    `SELECT c.oid::int AS oid, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS path, i.indisvalid AS valid
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${condition}`,
  )
  return found.map((index) => ({ ...index, named: (written) => unquoted(written) === index.name }))
}

/** A detachment that was cut between its two transactions is finished here. */
async function finishDetach(db: PoolConnection, parent: string, child: string): Promise<boolean> {
  const [link] = await rows<{ pending: boolean }>(
    db,
    `SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhparent = to_regclass(${text(parent)}) AND inhrelid = to_regclass(${text(child)})`,
  )
  if (link?.pending) await db.query(`ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE`)
  return link === undefined || link.pending
}

async function holds(db: PoolConnection, condition: string): Promise<boolean> {
  return (await rows<{ holds: boolean }>(db, `SELECT ${condition} AS holds`))[0]!.holds
}

/** The last part of a written name, as the catalog has it. */
function unquoted(written: string): string {
  const last = /(?:"((?:[^"]|"")+)"|([\w$\u0080-\uffff]+))$/.exec(written)!
  return last[1]?.replaceAll('""', '"') ?? last[2]!.toLowerCase()
}
