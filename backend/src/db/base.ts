import { declareWith, naming, sql, timestamp, uuid } from 'knexus'

/** Tables and types of ClinNexus, in the namespace `public`. Every constraint and index gets its name from here. */
export const { table, enumType, fn } = declareWith({
  naming: naming({
    pk: 'pk_{table}',
    uq: 'uq_{table}_{columns}',
    ck: 'ck_{table}_{name}',
    fk: 'fk_{table}_{columns}_{references}',
    ix: 'ix_{table}_{columns}',
  }),
})

/** The key of most tables: a uuid that PostgreSQL makes. */
export const uuidKey = () => ({
  id: uuid()
    .primary()
    .defaultTo(sql`gen_random_uuid()`),
})

/** When the row was made. */
export const createdAt = () => ({
  created_at: timestamp()
    .notNullable()
    .defaultTo(sql`now()`),
})

/** When the row was made and last changed. With it goes the trigger of `touched`. */
export const timestamps = () => ({
  ...createdAt(),
  updated_at: timestamp()
    .notNullable()
    .defaultTo(sql`now()`),
})

/** The condition that a column holds more than blanks. */
export const notBlank = (column: string) => sql`btrim(${sql.name(column)}) <> ''`
