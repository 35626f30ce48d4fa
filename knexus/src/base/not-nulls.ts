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
