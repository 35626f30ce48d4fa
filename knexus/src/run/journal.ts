import { hostname, userInfo } from 'node:os'
import { type Connection, rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { PoolConnection } from '../connection/client.ts'
import type { Direction } from '../migrations/events.ts'
import type { Tables } from '../migrations/tables.ts'

/** What is kept about one migration that was run; `detail` of the kinds `up` and `down`. Times are milliseconds. */
export interface Receipt {
  /** SHA-256 of the file that ran, as `checksumOf` gives it. */
  readonly checksum: string
  /** SHA-256 of the statements it sent, in order: two files with one `work` do the same. */
  readonly work: string
  readonly batch: number
  readonly statements: number
  readonly ms: number
  /** `USER@HOST` of the process that ran it. */
  readonly who: string
  readonly node: string
  /** How the row came to be there: run, or only noted. */
  readonly by: 'run' | 'stamp' | 'squash'
}

/** One row of the journal. */
export interface JournalRow {
  readonly migration: string
  readonly kind: string
  readonly key: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: Date
}

/** Who runs this process, for people who read the journal. */
export function who(): string {
  me ??= `${userName()}@${hostname()}`
  return me
}

let me: string | undefined

/** A container's user may have no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/**
 * The statement that records a migration: Knex's row, our receipt, and the end of its steps if it may have any, in
 * one round trip. Values: name, batch, receipt as JSON.
 */
export function recordSql(tables: Tables, direction: Direction, steps = true): string {
  const row =
    direction === 'up'
      ? `INSERT INTO ${tables.migrations} (name, batch, migration_time) VALUES ($1, $2, clock_timestamp()) RETURNING id`
      : `DELETE FROM ${tables.migrations} WHERE name = $1 AND $2::int IS NOT NULL RETURNING id`
  const end = steps
    ? `, steps AS (DELETE FROM ${tables.journal} WHERE migration = $1 AND kind IN ('step', 'cursor'))`
    : ''
  return `WITH migration AS (${row})${end}
    INSERT INTO ${tables.journal} (migration, kind, key, detail) SELECT $1, '${direction}', id::text, $3::jsonb FROM migration
    ON CONFLICT (migration, kind, key) DO UPDATE SET detail = excluded.detail, at = excluded.at`
}

/** What goes into `recordSql`: name, batch, receipt as JSON. */
export type RecordValues = readonly [name: string, batch: number, receipt: string]

/** The record as text, for one message with what follows it; the connection has had it planned once. */
export async function recordText(
  connection: PoolConnection,
  tables: Tables,
  direction: Direction,
  steps: boolean,
  [name, batch, receipt]: RecordValues,
): Promise<string> {
  const key = `knexus_${direction}${steps ? '_steps' : ''}`
  const known = prepared.get(connection) ?? new Set()
  if (!known.has(key))
    await connection.query(`PREPARE ${key} (text, int, jsonb) AS ${recordSql(tables, direction, steps)}`)
  prepared.set(connection, known.add(key))
  return `EXECUTE ${key} (${quoteLiteral(name)}, ${batch}, ${quoteLiteral(receipt)})`
}

const prepared = new WeakMap<PoolConnection, Set<string>>()

/** The journal's rows of some kinds, oldest first; of one migration, if it is named. */
export async function journalRows(
  db: Connection,
  tables: Tables,
  kinds: readonly string[],
  migration?: string,
): Promise<JournalRow[]> {
  if (!tables.exist.journal) return []
  return rows<JournalRow>(
    db,
    `SELECT migration, kind, key, detail, at FROM ${tables.journal} WHERE kind = ANY ($1) AND ($2::text IS NULL ` +
      'OR migration = $2) ORDER BY at',
    [kinds, migration ?? null],
  )
}

/** Writes one row of the journal, over an older one of the same key. */
export async function note(
  db: Connection,
  tables: Tables,
  row: Pick<JournalRow, 'migration' | 'kind' | 'key' | 'detail'>,
): Promise<void> {
  await db.query(
    `INSERT INTO ${tables.journal} (migration, kind, key, detail) VALUES ($1, $2, $3, $4)
     ON CONFLICT (migration, kind, key) DO UPDATE SET detail = excluded.detail, at = excluded.at`,
    [row.migration, row.kind, row.key, JSON.stringify(row.detail)],
  )
}

/** Removes one row of the journal. */
export async function forget(
  db: Connection,
  tables: Tables,
  row: Pick<JournalRow, 'migration' | 'kind' | 'key'>,
): Promise<void> {
  await db.query(`DELETE FROM ${tables.journal} WHERE migration = $1 AND kind = $2 AND key = $3`, [
    row.migration,
    row.kind,
    row.key,
  ])
}
