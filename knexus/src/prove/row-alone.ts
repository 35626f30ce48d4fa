import { rows, type Connection } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'

/**
 * Whether an expression takes nothing but values that a row of a table has before it is written, and what the server
 * itself brings. A check may not look further than its row, and depends on all else that it uses.
 */
export async function takesItsRowAlone(db: Connection, table: string, expression: string): Promise<boolean> {
  await db.query('BEGIN')
  try {
    await db.query(`ALTER TABLE ${table} ADD CONSTRAINT ${CHECK} CHECK ((${expression}) IS NOT NULL) NOT VALID`)
    return (await rows(db, beside(table))).length === 0
  } catch {
    return false
  } finally {
    await db.query('ROLLBACK')
  }
}

const CHECK = 'knexus_row_alone'

/** SQL: what that check depends on beside its row. A generated column has no value until the row is written. */
const beside = (table: string) => `
  SELECT FROM pg_depend d
  JOIN pg_constraint c ON d.classid = 'pg_constraint'::regclass AND c.oid = d.objid
  LEFT JOIN pg_attribute a ON d.refclassid = 'pg_class'::regclass AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE c.conname = '${CHECK}' AND c.conrelid = ${quoteLiteral(table)}::regclass
    AND (d.refobjid <> c.conrelid OR a.attgenerated <> '')
  LIMIT 1`
