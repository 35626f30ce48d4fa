import { addresses } from '../base/address.ts'
import { ARCHIVE, ARCHIVED_AT } from '../base/archive.ts'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import { quoteLiteral } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'

/** A table or a column that a migration archived. */
export interface Archived {
  /** `TABLE knexus_archive_20261128034500.orders`, `COLUMN public.customers.knexus_archive_20261128034500__nick`. */
  readonly address: string
  /** When, as an ISO date with time. */
  readonly at: string
  /** How many rows the table has, or have a value in the column. */
  readonly rows: number
  /** What removes it. */
  readonly sql: string
}

/** What is archived in a database, and the statements that remove what is then empty. */
export interface Archives {
  readonly archived: readonly Archived[]
  readonly after: readonly string[]
}

/** Looks for what has been archived for so many milliseconds. Counts its rows. */
export async function findArchived(db: Connection, olderThan: number): Promise<Archives> {
  const archived: Archived[] = []
  const after: string[] = []
  for (const { place } of await rows<{ place: string }>(db, PLACES)) {
    const [old] = await rows<{ at: Date }>(
      db,
      `SELECT at FROM ${place}.${ARCHIVED_AT} WHERE at <= now() - make_interval(secs => ${olderThan / 1000})`,
    )
    if (!old) continue
    for (const { path, column, sql, counts } of await rows<Part>(db, partsOf(place))) {
      const [found] = await rows<{ rows: number }>(db, counts)
      const address = column === null ? addresses.table(path) : addresses.column(path, column)
      archived.push({ address, at: old.at.toISOString(), rows: found!.rows, sql })
    }
    after.push(`DROP TABLE ${place}.${ARCHIVED_AT}`, `DROP SCHEMA ${place}`)
  }
  return { archived, after }
}

/**
 * Removes what was found, all of it or nothing. It waits for a moment only, since everybody else would wait behind it. Throws
 * `archive-in-use`.
 */
export async function removeArchived(db: Connection, { archived, after }: Archives): Promise<void> {
  await db.query('BEGIN')
  try {
    await db.query(`SET LOCAL lock_timeout = ${PATIENCE}`)
    for (const sql of [...archived.map((one) => one.sql), ...after]) await removeOne(db, sql)
    await db.query('COMMIT')
  } catch (error) {
    await db.query('ROLLBACK')
    throw error
  }
}

/** How long it waits for a lock, in milliseconds. */
const PATIENCE = 500

async function removeOne(db: Connection, sql: string): Promise<void> {
  try {
    await db.query(sql)
  } catch (error) {
    const state = sqlState(error)
    if (state !== IN_USE && state !== LOCKED) throw error
    const detail =
      error instanceof Error && 'detail' in error ? ` (${String(error.detail).replaceAll('\n', ', ')})` : ''
    const [cause, cure] =
      state === LOCKED
        ? [
            'somebody works with its table',
            'Run `knexus purge` again when less is going on, or end the long transaction.',
          ]
        : [`${messageOf(error)}${detail}`, 'Drop what uses it, or move it elsewhere, and run `knexus purge` again.']
    throw new KnexusError('archive-in-use', `Nothing was removed, since this fails: ${sql}: ${cause}`, cure, {
      cause: error,
    })
  }
}

/** dependent_objects_still_exist, lock_not_available. */
const [IN_USE, LOCKED] = ['2BP01', '55P03']

interface Part {
  /** The table, as a quoted path. */
  readonly path: string
  /** The column that is archived; null where the whole table is. */
  readonly column: string | null
  readonly sql: string
  readonly counts: string
}

const PLACES = `
  SELECT quote_ident(n.nspname) AS place
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = ${quoteLiteral(ARCHIVED_AT)}
  WHERE starts_with(n.nspname, ${quoteLiteral(`${ARCHIVE}_`)})
  ORDER BY n.nspname`

/** The tables in one of the namespaces, and the columns of other tables that were archived with them. */
function partsOf(place: string): string {
  const [namespace, columns] = [quoteLiteral(place), quoteLiteral(`${place}__`)]
  return `
    SELECT t.name AS path, NULL AS column, 'DROP TABLE ' || t.name AS sql,
           'SELECT count(*)::float8 AS rows FROM ' || t.name AS counts
    FROM pg_catalog.pg_class c, LATERAL (SELECT ${namespace} || '.' || quote_ident(c.relname) AS name) AS t
    WHERE c.relnamespace = ${namespace}::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ${quoteLiteral(ARCHIVED_AT)}
    UNION ALL
    SELECT t.name, a.attname::text, 'ALTER TABLE ' || t.name || ' DROP COLUMN ' || t.own,
           'SELECT count(' || t.own || ')::float8 AS rows FROM ' || t.name
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace,
         LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name, quote_ident(a.attname) AS own) AS t
    WHERE starts_with(a.attname, ${columns}) AND a.attinhcount = 0 AND NOT a.attisdropped
    ORDER BY 2 NULLS LAST, 1`
}
