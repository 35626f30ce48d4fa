import type { Result } from '../connection/connection.ts'
import { answerOf, catalogQuery, type Answer, type Scope } from '../introspect/index.ts'

/** PostgreSQL's table-level lock modes, weakest first. */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const
export type LockMode = (typeof LOCK_MODES)[number]

/** Whether one mode is at least as strong as another, in the order of PostgreSQL's own list. */
export function isAtLeast(mode: LockMode, other: LockMode): boolean {
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf(other)
}

/** The state of a session and its database at one moment; relations by oid. */
export interface Measured {
  /** The locks that the session holds: relation and mode, as pg_locks says it. */
  readonly locks: readonly HeldLock[]
  /** The file that holds each table, view's rows or index. */
  readonly files: ReadonlyMap<number, number>
  /** Rows that the transaction has read in scans of whole tables; outside of one, what was told of all transactions. */
  readonly read: ReadonlyMap<number, number>
  /** Bytes of write-ahead log so far. */
  readonly wal: number
}

export type HeldLock = readonly [oid: number, mode: string]

interface MeasuredRow {
  readonly locks: readonly HeldLock[] | null
  readonly files: readonly (readonly [number, number])[] | null
  readonly read: readonly (readonly [number, number])[] | null
  readonly wal: string
}

/** `ShareRowExclusiveLock`, as pg_locks says it, in the words of the documentation. */
export function lockMode(mode: string): LockMode {
  const words = mode.replace(/Lock$/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
  return words.toUpperCase() as LockMode
}

/** The strongest mode of each relation. */
export function strongest(locks: Iterable<HeldLock>): Map<number, LockMode> {
  const result = new Map<number, LockMode>()
  for (const [oid, name] of locks) {
    const [mode, held] = [lockMode(name), result.get(oid)]
    if (held === undefined || isAtLeast(mode, held)) result.set(oid, mode)
  }
  return result
}

/** Below it are PostgreSQL's own relations. What was dropped a moment ago is locked still, and in no catalog. */
const FIRST_USER_OID = 16_384

const USERS =
  `c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND c.relkind IN ('r', ` +
  `'p', 'm', 'i', 'I', 'v', 'f', 'S')`

const MEASURE = (inTransaction: boolean) => `
  SELECT (SELECT json_agg(json_build_array(l.relation::bigint, l.mode)) FROM pg_catalog.pg_locks l
          WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted
            AND l.relation::bigint >= ${FIRST_USER_OID}) AS locks,
         (SELECT json_agg(json_build_array(c.oid::bigint, pg_relation_filenode(c.oid)::bigint)) FROM pg_catalog.pg_class c
          WHERE ${USERS} AND c.relkind IN ('r', 'm', 'i')) AS files,
         (SELECT json_agg(json_build_array(s.relid::bigint, s.seq_tup_read))
           FROM pg_catalog.${inTransaction ? 'pg_stat_xact_user_tables' : 'pg_stat_user_tables'} s
          WHERE s.seq_tup_read > 0) AS read,
         pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS wal`

/** Looks at a session from inside it, without taking a lock that was not there. */
export async function measure(query: (sql: string) => Promise<unknown>, inTransaction: boolean): Promise<Measured> {
  const { rows } = (await query(MEASURE(inTransaction))) as { readonly rows: readonly MeasuredRow[] }
  const { locks, files, read, wal } = rows[0]!
  return { locks: locks ?? [], files: new Map(files), read: new Map(read), wal: Number(wal) }
}

/**
 * Waits until what a session read outside of a transaction is told in pg_stat_user_tables. Before PostgreSQL 15 that takes two
 * rounds of its collector, of half a second each: the session tells it, and it tells everybody.
 */
export async function tellReads(query: (sql: string) => Promise<unknown>, version: number): Promise<void> {
  if (version >= 15) await query('SELECT pg_stat_force_next_flush()')
  else for (const _round of [1, 2]) await query('SELECT pg_sleep(0.6)')
}

/** Reads the catalogs in the session that changes them, and leaves its transaction and its settings as they were. */
export async function askInside(
  query: (sql: string) => Promise<unknown>,
  version: number,
  scope: Scope,
  inTransaction: boolean,
): Promise<Answer> {
  if (inTransaction) await query('SAVEPOINT knexus_trace')
  try {
    return answerOf((await query(catalogQuery(version, scope))) as readonly Result[])
  } finally {
    if (inTransaction) await query('ROLLBACK TO SAVEPOINT knexus_trace; RELEASE SAVEPOINT knexus_trace')
  }
}
