import type { Address } from '../../base/kind.ts'
import { freshName } from '../../base/fresh-name.ts'

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
  if (!column.notNull) return []
  const [inTable, inNamespace] = [claim(column, column.on), claim(column, quoteIdent(column.schema))]
  const isSaid = before?.notNull === true || column.notNullName !== null || column.notNullNameTaken === true
  return [...related('gives up', [inTable, inNamespace]), { as: 'waits for', to: isSaid ? inTable : inNamespace }]
}

/**
 * The column with its NOT NULL under a name that nothing has, for as long as it and others exchange their names.
 * `maker` is its parent's column, where that got such a name already.
 */
export function withNotNullAside<O extends NotNullColumn>(
  column: O,
  isTaken: (name: Address) => boolean,
  maker?: NotNullColumn,
): O {
  const names = column.inherited?.notNullNames
  const parent = maker ? notNullConstraint(maker) : names?.parent
  const own =
    maker && names
      ? names.own === names.parent
        ? parent!
        : names.own
      : freshName(notNullConstraint(column), '__old', (name) =>
          isTaken(claim({ ...column, notNullName: name }, quoteIdent(column.schema))),
        )
  return {
    ...column,
    notNullName: own === `${column.table}_${column.name}_not_null` ? null : own,
    inherited:
      column.inherited && names
        ? { ...column.inherited, notNullNames: { ...names, own, parent: parent! } }
        : column.inherited,
  }
}

function claim(column: NotNullColumn, where: string): string {
  return `not null ${notNullName(column)} in ${where}`
}
