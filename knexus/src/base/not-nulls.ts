import type { Address, Statement } from './kind.ts'
import { clause, name } from './sql.ts'

/** What the statements about a NOT NULL must know of its column. */
export interface NotNullColumn {
  readonly on: Address
  readonly table: string
  readonly name: string
  readonly notNullName: string | null
  /** Another table's constraint has the name too, so that PostgreSQL would choose another one. */
  readonly notNullNameTaken?: boolean
  readonly notNullNoInherit: boolean
  readonly notNullValidated: boolean
}

/** The clause of a column's definition: `CONSTRAINT named NOT NULL NO INHERIT`. */
export function notNull(column: NotNullColumn): string {
  return clause((column.notNullName !== null || column.notNullNameTaken === true) && `CONSTRAINT ${notNullName(column)}`, 'NOT NULL', column.notNullNoInherit && 'NO INHERIT')
}

/** The statement that gives a NOT NULL which needs more than SET NOT NULL: a name, NO INHERIT, NOT VALID (PostgreSQL 18). */
export function addNotNull(column: NotNullColumn): Statement {
  const constraint = clause(`CONSTRAINT ${notNullName(column)} NOT NULL ${name(column.name)}`, column.notNullNoInherit && 'NO INHERIT', !column.notNullValidated && 'NOT VALID')
  return { sql: `ALTER ${column.on} ADD ${constraint}` }
}

/** The name of the constraint, quoted. */
export function notNullName(column: NotNullColumn): string {
  return name(column.notNullName ?? `${column.table}_${column.name}_not_null`)
}

/** SQL: the attributes of a column's NOT NULL, of the rows `a`, `c` and `h` and of those that `notNullJoins` adds. */
export function notNullColumns(version: number): string {
  if (version < 18) return 'NULL AS "notNullName", false AS "notNullNameTaken", false AS "notNullNoInherit", true AS "notNullValidated"'
  return `CASE WHEN (c.relispartition OR nn.conislocal AND (nn.coninhcount = 0 OR NOT EXISTS (
             SELECT FROM pg_inherits ih JOIN pg_constraint ip ON ip.conrelid = ih.inhparent AND ip.contype = 'n' AND ip.conname = nn.conname WHERE ih.inhrelid = c.oid)))
             AND nn.conname <> c.relname || '_' || a.attname || '_not_null' AND NOT (octet_length(nn.conname) = 63 AND nn.conname ~ '_not_null$') THEN nn.conname END AS "notNullName", nt.conname IS NOT NULL AS "notNullNameTaken",
           COALESCE(nn.connoinherit, false) AS "notNullNoInherit", COALESCE(nn.convalidated, true) AS "notNullValidated"`
}

/** SQL: the joins that they need. */
export function notNullJoins(version: number): string {
  return version < 18 ? '' : `LEFT JOIN pg_constraint nn ON nn.contype = 'n' AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum
    LEFT JOIN (SELECT connamespace, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid AND (coninhcount = 0 OR relispartition) WHERE conname LIKE '%_not_null' GROUP BY 1, 2 HAVING count(*) > 1) nt
      ON nn.coninhcount = 0 AND nt.connamespace = nn.connamespace AND nt.conname = nn.conname`
}
