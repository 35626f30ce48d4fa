import type { DatabaseObject } from '../../base/kind.ts'

/** What an object needs to have in order that it may be filled. */
interface Fillable {
  readonly filled?: string
}

/** The column with the value that the rows that are there get: an SQL expression over their other columns. */
export function filledWith<O extends object>(column: O, expression: string): O & Fillable {
  return { ...column, filled: expression }
}

/** The column without its NOT NULL, which is for a later migration. */
export function nullableAtFirst<O extends object>(column: O): O {
  return { ...column, notNull: false, notNullName: null, notNullNoInherit: false, notNullValidated: true }
}

/** Whether an object is a column. */
export function isColumn({ kind }: DatabaseObject): boolean {
  return kind === 'column'
}
