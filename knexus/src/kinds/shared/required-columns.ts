import type { DatabaseObject } from '../../base/kind.ts'
import type { Filled } from './column-types.ts'

/** What an object needs to have in order that it may be filled. */
interface Fillable {
  readonly filled?: Filled
}

/** The column with the value that the rows that are there get. */
export function filledWith<O extends object>(column: O, filled: Filled): O & Fillable {
  return { ...column, filled }
}

/** The column without its NOT NULL, which is for a later migration. */
export function nullableAtFirst<O extends object>(column: O): O {
  return { ...column, notNull: false, notNullName: null, notNullNoInherit: false, notNullValidated: true }
}

/** Whether an object is a column. */
export function isColumn({ kind }: DatabaseObject): boolean {
  return kind === 'column'
}
