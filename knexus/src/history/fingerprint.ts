import { type Connection, rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { Project } from '../project/index.ts'
import { type HistoryFile, historyFiles, replay } from '../migrations/replay.ts'
import type { Shadow } from '../shadow/index.ts'
import type { Direction } from '../migrations/events.ts'

/** A query that gives a text, and the text it must give. */
export interface Fingerprint {
  readonly sql: string
  readonly value: string
}

/**
 * What the tables that some migrations change look like before they run, found on the shadow. Undefined when they
 * change no table that is there before. Names, types and validity count; expressions do not, since another major
 * prints them differently.
 */
export async function fingerprintOf(
  project: Project,
  shadow: Shadow,
  kept: readonly string[],
  chosen: readonly string[],
  direction: Direction,
): Promise<Fingerprint | undefined> {
  const files = await historyFiles(project)
  const named = (names: readonly string[]) =>
    names.flatMap((name): HistoryFile[] => files.filter((file) => file.name === name))
  const db = await shadow.database()
  try {
    await replay(named(kept), project, db)
    if (direction === 'down') await replay(named(chosen).reverse(), project, db)
    const before = await perTable(db)
    await replay(named(chosen), project, db, direction)
    const after = new Map((await perTable(db)).map((row) => [row.table, row.value]))
    const touched = before.filter((row) => after.get(row.table) !== row.value).map((row) => row.table)
    if (touched.length === 0) return undefined
    return { sql: whole(touched), value: together(before.filter((row) => touched.includes(row.table))) }
  } finally {
    await db.close()
  }
}

interface TableLine {
  readonly table: string
  readonly value: string
}

/** One line for each table: an MD5 over its columns, constraints and indexes. */
const TABLES = `SELECT format('%I.%I', n.nspname, c.relname) AS "table", md5(concat_ws(E'\\n', c.relkind::text,
    (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid,
      a.atttypmod) || ' ' || a.attnotnull || ' ' || a.atthasdef, ',' ORDER BY a.attname::text COLLATE "C")
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(k.conname || ' ' || k.contype::text || ' ' || k.convalidated, ','
      ORDER BY k.conname::text COLLATE "C") FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'),
    (SELECT string_agg(x.relname || ' ' || i.indisunique || ' ' || i.indisvalid || ' ' || i.indnatts, ','
      ORDER BY x.relname::text COLLATE "C") FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
      WHERE i.indrelid = c.oid))) AS value
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relname NOT IN ('knex_migrations', 'knex_migrations_lock', 'knexus_journal')`

async function perTable(db: Connection): Promise<TableLine[]> {
  return rows<TableLine>(db, `${TABLES} ORDER BY 1`)
}

function whole(tables: readonly string[]): string {
  return (
    `SELECT string_agg("table" || ' ' || value, ', ' ORDER BY "table" COLLATE "C") FROM (${TABLES}) t WHERE ` +
    `"table" = ANY (ARRAY[${tables.map(quoteLiteral).join(', ')}])`
  )
}

function together(lines: readonly TableLine[]): string {
  return [...lines]
    .sort((a, b) => (a.table < b.table ? -1 : 1))
    .map(({ table, value }) => `${table} ${value}`)
    .join(', ')
}
