import { readFile } from 'node:fs/promises'
import { KnexusError, messageOf } from '../base/errors.ts'
import { qualifiedName, userNamespace } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'

/** How large a table of a live database is, and how busy: as PostgreSQL's statistics say, which are estimates. */
export interface TableSize {
  readonly rows: number
  /** Of the rows, with what is stored out of line. */
  readonly bytes: number
  /** Of all its indexes. */
  readonly indexBytes: number
  /** Rows inserted, changed and deleted, on average since the statistics were last reset. */
  readonly writesPerSecond: number
}

/** The sizes of the tables of a database at one moment. It holds names and numbers, and no value of a row. */
export interface Sizes {
  /** When they were read, as an ISO date with time. */
  readonly taken: string
  /** The major version of the server. */
  readonly postgresql: number
  /** By quoted path: `public.orders`. */
  readonly tables: Readonly<Record<string, TableSize>>
}

/** A partitioned table is as large as its partitions together. */
const SIZES = `
  WITH since AS (
    SELECT GREATEST(extract(epoch FROM now() - COALESCE(stats_reset, pg_postmaster_start_time())), 1)::float8 AS seconds
    FROM pg_catalog.pg_stat_database WHERE datname = current_database()
  )
  SELECT n.nspname AS schema, c.relname AS name, COALESCE(sum(GREATEST(p.reltuples, s.n_live_tup, 0)), 0)::float8 AS rows,
         COALESCE(sum(pg_table_size(p.oid)), 0)::float8 AS bytes, COALESCE(sum(pg_indexes_size(p.oid)), 0)::float8 AS
           "indexBytes",
         COALESCE(sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del), 0)::float8 / (SELECT seconds FROM since) AS "writesPerSecond"
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf UNION SELECT c.oid
    WHERE c.relkind <> 'p') AS part ON true
  LEFT JOIN pg_catalog.pg_class p ON p.oid = part.relid
  LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = p.oid
  WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${userNamespace('n')}
  GROUP BY n.nspname, c.relname
  ORDER BY n.nspname, c.relname`

/** Reads how large the tables of a database are. Waits for no lock, and reads no row of theirs. */
export async function readSizes(db: Connection): Promise<Sizes> {
  const [about] = await rows<{ taken: Date; major: number }>(
    db,
    `SELECT now() AS taken, current_setting('server_version_num')::int / 10000 AS major`,
  )
  const found = await rows<TableSize & { readonly schema: string; readonly name: string }>(db, SIZES)
  return {
    taken: about!.taken.toISOString(),
    postgresql: about!.major,
    tables: Object.fromEntries(
      found.map(({ schema, name, rows: count, bytes, indexBytes, writesPerSecond }) => [
        qualifiedName(schema, name),
        { rows: count, bytes, indexBytes, writesPerSecond: Number(writesPerSecond.toPrecision(3)) },
      ]),
    ),
  }
}

/** Reads sizes that were written to a file. Throws `bad-stats`. */
export async function loadSizes(file: string): Promise<Sizes> {
  const refuse = (why: string) =>
    new KnexusError(
      'bad-stats',
      `${file} holds no sizes of tables: ${why}`,
      `Write it again: npx knexus stats --out ${file}.`,
    )
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refuse(messageOf(error))
  })
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw refuse(messageOf(error))
  }
  if (!isSizes(read)) throw refuse('it is of another form.')
  return read
}

function isSizes(value: unknown): value is Sizes {
  if (!isObject(value) || typeof value['taken'] !== 'string' || typeof value['postgresql'] !== 'number') return false
  const { tables } = value
  return (
    isObject(tables) &&
    Object.values(tables).every(
      (one) =>
        isObject(one) &&
        ['rows', 'bytes', 'indexBytes', 'writesPerSecond'].every((key) => typeof one[key] === 'number'),
    )
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
