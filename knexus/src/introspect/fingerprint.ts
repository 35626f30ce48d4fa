import { quoteLiteral } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'

/**
 * What a database's catalogs hold, as a short text that PostgreSQL computes without printing a single definition. The same
 * text from the same `origin` means that everything `read` could find is the same.
 */
export interface Fingerprint {
  /**
   * Where row versions may be compared at all: cluster, timeline, start and last recovery of the server, database,
   * role, epoch of the transaction ids.
   */
  readonly origin: string
  /** `pg_current_snapshot()` when it was taken: with the same one nothing was committed in between. */
  readonly snapshot: string
  /** Counts and sums of hashes over the catalogs' row versions. */
  readonly value: string
  /** The query of `snapshot` and `value`, for whoever reads the catalogs in the same snapshot. */
  readonly query: string
}

/** A catalog that can be looked at: whole, by the columns this role may read, or through a view. */
interface Catalog {
  readonly name: string
  readonly whole: boolean
  readonly columns: readonly string[] | null
}

interface Origin {
  readonly origin: string
  /** Null on a standby, whose snapshots do not say which transactions were under way. */
  readonly snapshot: string | null
  readonly catalogs: readonly Catalog[]
}

/**
 * The fingerprint of a database as its user may see it, in two short messages, or one where nothing was committed since
 * `known` was taken. Undefined where the server does not tell what it takes, and for a database in this process: then
 * only reading tells.
 */
export async function catalogFingerprint(
  db: Connection,
  known?: (origin: string) => Promise<Fingerprint | undefined>,
): Promise<Fingerprint | undefined> {
  // A managed server may keep pg_control_system() to itself.
  const [found] = await rows<Origin>(db, ORIGIN).catch((): Origin[] => [])
  if (!found) return undefined
  const { catalogs, ...place } = found
  const before = await known?.(place.origin)
  if (before && before.snapshot === place.snapshot) return before
  const query = fingerprintQuery(catalogs)
  const [taken] = await rows<Pick<Fingerprint, 'snapshot' | 'value'>>(db, query)
  return taken && { origin: place.origin, ...taken, query }
}

/** One row: the fingerprint and the snapshot it belongs to. A row's version is where it lies and which transaction wrote it. */
function fingerprintQuery(catalogs: readonly Catalog[]): string {
  const parts = catalogs.map(({ name, whole, columns }) => {
    const source = `pg_catalog.${whole ? name : (READABLE[name] ?? name)}`
    const hash = whole
      ? 'hashtidextended(t.ctid, t.xmin::text::bigint)'
      : `hashtextextended(ROW(${columns?.map((column) => `t.${column}`).join(', ') ?? 't.*'})::text, 0)`
    return `SELECT ${quoteLiteral(name)} AS name, count(*) AS rows, sum(${hash}) AS sum FROM ${source} t${OURS[name] ?? ''}`
  })
  return `SELECT pg_current_snapshot()::text AS snapshot, string_agg(concat_ws(':', name, rows, sum), ' ' ORDER BY name) AS value
    FROM (${parts.join('\nUNION ALL ')}\nUNION ALL ${EXTENSION_FILES}) c`
}

/** Catalogs that data changes and DDL does not, or that only replication writes. */
const DATA = [
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_largeobject',
  'pg_largeobject_metadata',
  'pg_replication_origin',
  'pg_subscription_rel',
]

/** The view that shows everybody what may be seen of a catalog that nobody else may read. */
const READABLE: Readonly<Record<string, string>> = { pg_authid: 'pg_roles', pg_user_mapping: 'pg_user_mappings' }

const HERE = '(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())'

/** A row about another database, by the columns that say what it is about. */
const ofAnother = (catalog: string, object: string) =>
  `${catalog} = 'pg_catalog.pg_database'::regclass AND ${object} <> ${HERE}`

/** Shared catalogs speak of all databases. */
const OURS: Readonly<Record<string, string>> = {
  pg_database: ' WHERE datname = current_database()',
  pg_shdepend: ` WHERE dbid IN (0, ${HERE}) AND NOT (${ofAnother('classid', 'objid')})`,
  pg_shdescription: ` WHERE NOT (${ofAnother('classoid', 'objoid')})`,
  pg_shseclabel: ` WHERE NOT (${ofAnother('classoid', 'objoid')})`,
  pg_db_role_setting: ` WHERE setdatabase IN (0, ${HERE})`,
}

/** What an installed extension brings lies beside the server, and an upgrade of its package changes it. */
const EXTENSION_FILES = `SELECT 'extensions', count(*), sum(hashtextextended(ROW(f.*)::text, 0))
  FROM pg_available_extensions() f JOIN pg_catalog.pg_extension e ON e.extname = f.name`

/**
 * A row version is told apart from any other by its place and transaction id only as long as the ids have not come round,
 * and only in one copy of the files: a copy made under a stopped server may go another way, so a new start counts as
 * another place. So does a recovery after one of its processes died: the ids of transactions that were lost are given
 * again. It leaves the time of the start as it was, and resets the statistics.
 */
const ORIGIN = `
  SELECT concat_ws(' ', s.system_identifier, c.timeline_id, extract(epoch FROM pg_postmaster_start_time()),
           (SELECT extract(epoch FROM stats_reset) FROM pg_stat_bgwriter), d.oid, d.datname, session_user, current_user,
           current_setting('server_version_num'), pg_snapshot_xmax(pg_current_snapshot())::text::numeric::bigint >> 32) AS origin,
         CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text END AS snapshot,
         (SELECT json_agg(json_build_object('name', k.relname, 'whole', has_table_privilege(k.oid, 'SELECT'), 'columns',
            (SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = k.oid AND a.attnum > 0 AND NOT a.attisdropped
               AND has_column_privilege(k.oid, a.attnum, 'SELECT'))))
          FROM pg_class k WHERE k.relnamespace = 'pg_catalog'::regnamespace AND k.relkind = 'r'
            AND k.relname NOT IN (${DATA.map(quoteLiteral).join(', ')})) AS catalogs
  FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d
  WHERE d.datname = current_database() AND version() !~* 'emscripten|wasm'`
