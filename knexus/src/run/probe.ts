import { rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import { meaning } from '../base/tokens.ts'
import { subjectOf } from './subject.ts'
import type { PoolConnection } from '../connection/client.ts'

/** The indexes that a table has before one more is built: their oids. Other statements need no preparation. */
export async function prepareFor(db: PoolConnection, sql: string): Promise<number[]> {
  const subject = subjectOf(sql)
  return subject?.does === 'create index' ? (await indexesOf(db, subject.table)).map((index) => index.oid) : []
}

/** The index that a CREATE INDEX CONCURRENTLY names, and its table as it is written. */
export function indexNamed(sql: string): { readonly name: string; readonly table: string } | undefined {
  const subject = subjectOf(sql)
  return subject?.does === 'create index' && subject.index
    ? { name: unquoted(subject.index), table: subject.table }
    : undefined
}

/**
 * Whether a statement that was announced, and perhaps sent, has been done. What cannot be told, or does no harm
 * twice, is said to be undone.
 */
export async function probe(db: PoolConnection, sql: string, before: readonly number[]): Promise<boolean> {
  const subject = subjectOf(sql)
  switch (subject?.does) {
    case 'create index':
      return (await indexesOf(db, subject.table)).some(
        (index) => !before.includes(index.oid) && index.valid && (!subject.index || index.named(subject.index)),
      )
    case 'drop index':
      return !(await holds(db, `to_regclass(${quoteLiteral(subject.index)}) IS NOT NULL`))
    case 'create database':
      return holds(
        db,
        `EXISTS (SELECT FROM pg_database WHERE datname = (parse_ident(${quoteLiteral(subject.named)}))[1])`,
      )
    case 'create tablespace':
      return holds(
        db,
        `EXISTS (SELECT FROM pg_tablespace WHERE spcname = (parse_ident(${quoteLiteral(subject.named)}))[1])`,
      )
    case 'detach':
      return finishDetach(db, subject.parent, subject.child)
    default:
      return false
  }
}

/** Drops what a statement like this one has left half-built. Gives the names. */
export async function cleanUp(db: PoolConnection, sql: string): Promise<string[]> {
  const left = await halfBuiltBy(db, sql)
  for (const index of left) await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`)
  return left
}

/**
 * What a statement like this one has left half-built, as quoted paths: the invalid index of its name, the copies of a
 * reindex.
 */
export async function halfBuiltBy(db: PoolConnection, sql: string): Promise<string[]> {
  const subject = subjectOf(sql)
  const known =
    subject?.does === 'create index' || subject?.does === 'reindex table'
      ? await indexesOf(db, subject.table)
      : subject?.does === 'reindex'
        ? await siblingsOf(db, subject.index)
        : []
  const dead = known.filter(
    (index) =>
      !index.valid &&
      (subject?.does === 'create index'
        ? subject.index !== undefined && index.named(subject.index)
        : /_ccn(ew|old)\d*$/.test(index.name)),
  )
  const building = new Set(
    (await db.query<{ oid: number }>('SELECT index_relid::int AS oid FROM pg_stat_progress_create_index')).rows.map(
      (row) => row.oid,
    ),
  )
  return dead.filter((index) => !building.has(index.oid)).map((index) => index.path)
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
  return indexesWhere(db, `i.indrelid = to_regclass(${quoteLiteral(table)})`)
}

async function siblingsOf(db: PoolConnection, index: string): Promise<Index[]> {
  return indexesWhere(
    db,
    `i.indrelid = (SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(index)}))`,
  )
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
    `SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhparent = to_regclass(${quoteLiteral(parent)}) ` +
      `AND inhrelid = to_regclass(${quoteLiteral(child)})`,
  )
  if (link?.pending) await db.query(`ALTER TABLE ${parent} DETACH PARTITION ${child} FINALIZE`)
  return link === undefined || link.pending
}

async function holds(db: PoolConnection, condition: string): Promise<boolean> {
  return (await rows<{ holds: boolean }>(db, `SELECT ${condition} AS holds`))[0]!.holds
}

/** The last part of a written name, as the catalog has it. */
function unquoted(written: string): string {
  const last = meaning(written).at(-1)!
  return last.type === 'name' ? last.text.slice(1, -1).replaceAll('""', '"') : last.text.toLowerCase()
}
