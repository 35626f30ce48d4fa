import { declareWith, naming, sql, timestamp, uuid } from 'knexus'

/** Tables and types of ClinNexus, in the namespace `public`. Every constraint and index gets its name from here. */
export const { table, enumType } = declareWith({
  naming: naming({
    pk: 'pk_{table}',
    uq: 'uq_{table}_{columns}',
    ck: 'ck_{table}_{name}',
    fk: 'fk_{table}_{columns}_{references}',
    ix: 'ix_{table}_{columns}',
  }),
})

/** The key of most tables: a uuid that PostgreSQL makes. */
export const uuidKey = () => ({ id: uuid().primary().defaultTo(sql`gen_random_uuid()`) })

/** When the row was made. */
export const createdAt = () => ({ created_at: timestamp().notNullable().defaultTo(sql`now()`) })

/** When the row was made and last changed. A trigger keeps `updated_at`, whoever writes: see triggers.ts. */
export const timestamps = () => ({ ...createdAt(), updated_at: timestamp().notNullable().defaultTo(sql`now()`) })

/** A column that refuses blank text. */
export const BLANK = (column: string) => sql`btrim(${sql.name(column)}) <> ''`
