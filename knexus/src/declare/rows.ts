import type { Knex } from 'knex'
import type { Shape } from './drafts.ts'
import type { Columns } from './table-parts.ts'
import type { Relation } from './table.ts'

type AnyRelation = Relation<string, Columns>
type ColumnsOf<T extends AnyRelation> = NonNullable<T['columns']>
type ShapeOf<T extends AnyRelation, K extends keyof ColumnsOf<T>> = ColumnsOf<T>[K]['shape']

type Read<S extends Shape> = S['row'] | (S['nullable'] extends true ? null : never)
type Written<S extends Shape> = S['write'] | Knex.Raw | (S['nullable'] extends true ? null : never)

type Writable<T extends AnyRelation> = {
  [K in keyof ColumnsOf<T>]: ShapeOf<T, K>['generated'] extends true ? never : K
}[keyof ColumnsOf<T>]
type Left<T extends AnyRelation> = {
  [K in Writable<T>]: true extends ShapeOf<T, K>['nullable'] | ShapeOf<T, K>['optional'] ? K : never
}[Writable<T>]

type Flat<T> = { [K in keyof T]: T[K] }

/** A row of a declared table or view, as the `pg` driver returns it: `Row<typeof studies>`. */
export type Row<T extends AnyRelation> = { -readonly [K in keyof ColumnsOf<T>]: Read<ShapeOf<T, K>> }

/**
 * The values of an insert: `const study: Insert<typeof studies> = { code: 'A-1', created_at: knex.fn.now() }`. A column that
 * accepts null, has a default or is an identity may be left out; generated columns, which only PostgreSQL writes, are
 * absent. Every value may be `knex.raw(…)`.
 */
export type Insert<T extends AnyRelation> = Flat<
  { -readonly [K in Exclude<Writable<T>, Left<T>>]: Written<ShapeOf<T, K>> } & {
    -readonly [K in Left<T>]?: Written<ShapeOf<T, K>> | undefined
  }
>

/**
 * The values of an update: `const changes: Update<typeof studies> = { code: 'A-2' }`. Any column except those that only
 * PostgreSQL writes. Knex leaves out a value that is `undefined`.
 */
export type Update<T extends AnyRelation> = { -readonly [K in Writable<T>]?: Written<ShapeOf<T, K>> | undefined }

/**
 * The tables that a module exports, and its views with declared columns, in the form that Knex's types expect:
 *
 * ```ts
 * import type * as models from './models/index.ts'
 * declare module 'knex/types/tables.js' {
 *   interface Tables extends KnexTables<typeof models> {}
 * }
 * ```
 *
 * After `db('a').join('b', …)` Knex does not know the columns any more: give the type of the rows yourself, as in
 * `.select<{ id: string }[]>('a.id')`.
 */
export type KnexTables<Models> = {
  [
    K in keyof Models as Models[K] extends Relation<infer Key, infer C> ? (string extends keyof C ? never : Key) : never
  ]: Models[K] extends AnyRelation ? Typed<Models[K]> : never
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- it is only empty while T is unknown
type Typed<T extends AnyRelation> = Knex.CompositeTableType<Row<T>, Insert<T>, Update<T>>
