import type { Knex } from 'knex'
import type { Shape } from './drafts.ts'
import type { Columns } from './table-parts.ts'
import type { DeclaredTable } from './table.ts'

type AnyTable = DeclaredTable<string, Columns>
type ShapeOf<T extends AnyTable, K extends keyof T['columns']> = T['columns'][K]['shape']

type Read<S extends Shape> = S['row'] | (S['nullable'] extends true ? null : never)
type Written<S extends Shape> = S['write'] | Knex.Raw | (S['nullable'] extends true ? null : never)

type Writable<T extends AnyTable> = { [K in keyof T['columns']]: ShapeOf<T, K>['generated'] extends true ? never : K }[keyof T['columns']]
type Left<T extends AnyTable> = { [K in Writable<T>]: true extends ShapeOf<T, K>['nullable'] | ShapeOf<T, K>['optional'] ? K : never }[Writable<T>]

type Flat<T> = { [K in keyof T]: T[K] }

/** What a row of a declared table holds, as the `pg` driver gives it: `Row<typeof studies>`. */
export type Row<T extends AnyTable> = { -readonly [K in keyof T['columns']]: Read<ShapeOf<T, K>> }

/**
 * What an insert takes. A column that may be null, has a default or is an identity may be left out; one that PostgreSQL alone writes is not there.
 * Every value may be `knex.raw(…)`.
 */
export type Insert<T extends AnyTable> = Flat<
  { -readonly [K in Exclude<Writable<T>, Left<T>>]: Written<ShapeOf<T, K>> } & { -readonly [K in Left<T>]?: Written<ShapeOf<T, K>> | undefined }
>

/** What an update takes: any column but those that PostgreSQL alone writes. Knex leaves out what is `undefined`. */
export type Update<T extends AnyTable> = { -readonly [K in Writable<T>]?: Written<ShapeOf<T, K>> | undefined }

/**
 * The tables a module exports, as Knex wants to hear of them:
 *
 * ```ts
 * import type * as models from './models/index.ts'
 * declare module 'knex/types/tables.js' {
 *   interface Tables extends KnexTables<typeof models> {}
 * }
 * ```
 *
 * Of a join of two such tables Knex types the columns only when they are selected with a type: `.select<Row[]>(…)`.
 */
export type KnexTables<Models> = {
  [K in keyof Models as Models[K] extends DeclaredTable<infer Key, Columns> ? Key : never]: Models[K] extends AnyTable
    ? Knex.CompositeTableType<Row<Models[K]>, Insert<Models[K]>, Update<Models[K]>>
    : never
}
