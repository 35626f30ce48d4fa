import { related, type Relation } from '../../base/relation.ts'
import { quoteIdent } from '../../base/sql.ts'
import type { NotNullColumn } from './not-nulls.ts'

/** The name of a column's NOT NULL constraint, quoted. */
export function notNullName(column: NotNullColumn): string {
  return quoteIdent(notNullConstraint(column))
}

/** The name of a column's NOT NULL constraint. */
export function notNullConstraint(column: NotNullColumn): string {
  return column.notNullName ?? `${column.table}_${column.name}_not_null`
}

/**
 * The names that a NOT NULL gives up and waits for. A name that is said must be free in the table. Where none is said,
 * PostgreSQL chooses another one if any constraint of the namespace has the usual one.
 */
export function notNullNames(column: NotNullColumn, before: NotNullColumn | undefined): Relation[] {
  if (!column.notNull || column.notNullNameTaken === null) return []
  const [inTable, inNamespace] = [claim(column, column.on), claim(column, quoteIdent(column.schema))]
  const isSaid = before?.notNull === true || column.notNullName !== null || column.notNullNameTaken === true
  return [...related('gives up', [inTable, inNamespace]), { as: 'waits for', to: isSaid ? inTable : inNamespace }]
}

/**
 * The column with its NOT NULL under another name; or, where its parent's column got one, with that name if it had its
 * parent's.
 */
export function withNotNullNamed<O extends NotNullColumn>(
  column: O,
  name: string | undefined,
  maker?: NotNullColumn,
): O {
  const names = column.inherited?.notNullNames
  const parent = maker ? notNullConstraint(maker) : names?.parent
  const own = name ?? (names?.own === names?.parent ? parent : names?.own) ?? notNullConstraint(column)
  return {
    ...column,
    notNullName: own === `${column.table}_${column.name}_not_null` ? null : own,
    ...(names && parent && { inherited: { ...column.inherited, notNullNames: { ...names, own, parent } } }),
  }
}

function claim(column: NotNullColumn, where: string): string {
  return `not null ${notNullName(column)} in ${where}`
}
