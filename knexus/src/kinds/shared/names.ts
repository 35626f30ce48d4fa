import type { Address } from '../../base/kind.ts'
import type { Relation } from '../../base/relation.ts'

/**
 * The name that it has beside its address, in what PostgreSQL keeps apart: an index and a table cannot share one.
 * `path` is quoted.
 */
export function named(sort: 'relation' | 'type' | 'routine', path: string): Relation {
  return { as: 'has the name', to: `${sort} ${path}` }
}

/** The names of a relation whose rows have a type too. */
export function namedRelation(path: string): Relation[] {
  return [named('relation', path), named('type', path)]
}

/**
 * The name that a table's children give up when they leave, and that what comes to the table waits for: a partition
 * that is detached gets no new column of its parent's.
 */
export function partsOf(table: Address): string {
  return `parts of ${table}`
}

/** The place of the one primary key of a table. */
export function primaryKeyOf(table: Address): string {
  return `primary key of ${table}`
}

/** A place that one object has at a time, whatever its name: the one that comes waits until the one before it has gone. */
export function takesTurns(place: string): Relation[] {
  return [
    { as: 'gives up', to: place },
    { as: 'waits for', to: place },
  ]
}
