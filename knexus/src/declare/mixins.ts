import { timestamp, uuid } from './columns.ts'
import { sql } from './sql.ts'

/**
 * A column `id`, a uuid that PostgreSQL makes, as the primary key. A mixin is nothing but an object of columns:
 * spread it where they should stand.
 *
 * ```ts
 * table('studies', { ...uuidKey(), title: text().notNullable(), ...timestamps() })
 * ```
 */
export const uuidKey = () => ({
  id: uuid()
    .primary()
    .defaultTo(sql`gen_random_uuid()`),
})

/**
 * Columns `created_at` and `updated_at`, both now() when the row is made. Who changes a row sets `updated_at`, or a
 * trigger does: `{ ...timestamps() }`.
 */
export const timestamps = () => ({
  created_at: timestamp()
    .notNullable()
    .defaultTo(sql`now()`),
  updated_at: timestamp()
    .notNullable()
    .defaultTo(sql`now()`),
})
