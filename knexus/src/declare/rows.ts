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

/** What a row of a declared table or view holds, as the `pg` driver gives it: `Row<typeof studies>`. */
export type Row<T extends AnyRelation> = { -readonly [K in keyof ColumnsOf<T>]: Read<ShapeOf<T, K>> }

/**
 * What an insert takes. A column that may be null, has a default or is an identity may be left out; one that
 * PostgreSQL alone writes is not there. Every value may be `knex.raw(…)`: `const study: Insert<typeof studies> = {
 * code: 'A-1', created_at: knex.fn.now() }`.
 */
export type Insert<T extends AnyRelation> = Flat<
  { -readonly [K in Exclude<Writable<T>, Left<T>>]: Written<ShapeOf<T, K>> } & {
    -readonly [K in Left<T>]?: Written<ShapeOf<T, K>> | undefined
  }
>

/**
 * What an update takes: any column but those that PostgreSQL alone writes. Knex leaves out what is `undefined`:
 * `const changes: Update<typeof studies> = { code: 'A-2' }`.
 */
export type Update<T extends AnyRelation> = { -readonly [K in Writable<T>]?: Written<ShapeOf<T, K>> | undefined }

/**
 * The tables a module exports, and the views with declared columns, as Knex wants to hear of them:
 *
 * ```ts
 * import type * as models from './models/index.ts'
 * declare module 'knex/types/tables.js' {
 *   interface Tables extends KnexTables<typeof models> {}
 * }
 * ```
 *
 * Where `db('a').join('b', …)` joins two of them, Knex no longer knows the columns: give the row's type yourself,
 * `.select<{ id: string }[]>('a.id')`.
 */
export type KnexTables<Models> = {
  [
    K in keyof Models as Models[K] extends Relation<infer Key, infer C> ? (string extends keyof C ? never : Key) : never
  ]: Models[K] extends AnyRelation ? Typed<Models[K]> : never
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- it is only empty while T is unknown
type Typed<T extends AnyRelation> = Knex.CompositeTableType<Row<T>, Insert<T>, Update<T>>
