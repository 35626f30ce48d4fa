import { archivedColumn } from '../../base/archive.ts'
import type { Statement } from '../../base/kind.ts'
import { qualifiedName, quoteIdent } from '../../base/sql.ts'
import { rows, type Connection } from '../../connection/connection.ts'

/** A column that is put away. */
export interface PutAway {
  /** Its table, as a quoted path. */
  readonly table: string
  readonly name: string
  /** The namespace of the archive, from which its new name begins. */
  readonly archive: string
}

/**
 * Other names for what stays with columns that are put away: the sequences they number with, and their NOT NULL (PostgreSQL 18).
 * Where they kept theirs, a column that is declared again could not have them.
 */
export async function archivedNames(
  columns: readonly PutAway[],
  db: Connection,
): Promise<{ readonly up: readonly Statement[]; readonly down: readonly Statement[] }> {
  const all = []
  for (const { table, name, archive } of columns)
    for (const part of await rows<Part>(db, PARTS, [table, name])) all.push(renamed(part, table, archive))
  return { up: all.map(({ up }) => up), down: all.map(({ down }) => down).toReversed() }
}

interface Part {
  /** The namespace of a sequence; null for a constraint. */
  readonly schema: string | null
  readonly name: string
}

function renamed({ schema, name }: Part, table: string, archive: string): { up: Statement; down: Statement } {
  const kept = archivedColumn(archive, name)
  const rename = (old: string, now: string) => ({
    sql:
      schema === null
        ? `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteIdent(old)} TO ${quoteIdent(now)}`
        : `ALTER SEQUENCE ${qualifiedName(schema, old)} RENAME TO ${quoteIdent(now)}`,
  })
  return { up: rename(name, kept), down: rename(kept, name) }
}

const PARTS = `
  SELECT n.nspname AS schema, s.relname AS name
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid
    AND d.refobjsubid = a.attnum AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
  WHERE a.attrelid = $1::regclass AND a.attname = $2
  UNION ALL
  SELECT NULL, x.conname
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_constraint x ON x.contype = 'n' AND x.conrelid = a.attrelid AND x.conkey = ARRAY[a.attnum]
  WHERE a.attrelid = $1::regclass AND a.attname = $2
  ORDER BY 1, 2`
