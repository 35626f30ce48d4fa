import { quoteIdent, quoteLiteral } from '../../base/sql.ts'
import { namesIn } from '../../base/tokens.ts'

/** A statement that repairs the rows that are in the way of a change: a first one, for a person to judge. */
export interface Repair {
  readonly sql: string
  /** A query of one row and one column: whether the statement is to be had in this database. Without it, it is. */
  readonly when?: string
}

/** What a null becomes where the column has no default, by the category that PostgreSQL puts its type in, or by the type. */
const EMPTY: readonly (readonly [is: string, value: string])[] = [
  [`typtype = 'e'`, ''],
  [`typcategory = 'N'`, '0'],
  [`typcategory = 'S'`, `''`],
  [`typcategory = 'B'`, 'false'],
  [`typcategory = 'D'`, 'now()'],
  [`typcategory = 'T'`, `'0'`],
  [`typcategory = 'A'`, `'{}'`],
  [`typname = 'uuid'`, 'gen_random_uuid()'],
  [`typname IN ('json', 'jsonb')`, `'{}'`],
  [`typname = 'bytea'`, `''`],
]

/** Gives the rows of a condition the default of a column, else an empty value of its type; else takes them away. */
export function fill(table: string, column: string, type: string, where: string): Repair[] {
  const hasDefault =
    `(a.attidentity <> '' OR a.attgenerated = '' AND EXISTS (SELECT FROM pg_catalog.pg_attrdef d WHERE d.adrelid ` +
    `= a.attrelid AND d.adnum = a.attnum AND pg_get_expr(d.adbin, d.adrelid) !~ '^NULL'))`
  const set = (value: string) => `UPDATE ${table} SET ${column} = ${value} WHERE ${where}`
  return [
    { sql: set('DEFAULT'), when: ofColumn(table, column, hasDefault) },
    ...EMPTY.map(([is, value]) => ({
      sql: set(value || `(enum_range(NULL::${type}))[1]`),
      when: `SELECT ${is} FROM pg_catalog.pg_type WHERE oid = pg_catalog.to_regtype(${quoteLiteral(type)})`,
    })),
    ...takeAway(table, where),
  ]
}

/** Deletes the rows of a condition. */
export function takeAway(table: string, where: string): Repair[] {
  return [{ sql: `DELETE FROM ${table} WHERE ${where}` }]
}

/** Keeps of rows that are alike the one that was stored first. */
export function keepFirst(table: string, keys: string, filter: string): Repair[] {
  const numbered =
    `SELECT tableoid, ctid, row_number() OVER (PARTITION BY ${keys} ORDER BY tableoid, ctid) AS nth FROM ` +
    `${table}${filter}`
  return takeAway(table, `(tableoid, ctid) IN (SELECT tableoid, ctid FROM (${numbered}) AS found WHERE nth > 1)`)
}

/** Sets the columns of a reference to NULL where they may be, else takes the rows away. `full` sets all of them or none. */
export function unrefer(table: string, columns: readonly string[], full: boolean, where: string): Repair[] {
  const set = (names: readonly string[]): Repair => ({
    sql: `UPDATE ${table} AS one SET ${names.map((name) => `${name} = NULL`).join(', ')} WHERE ${where}`,
    when: `SELECT ${names.map((name) => `(${ofColumn(table, name, NULLABLE)})`).join(' AND ')}`,
  })
  return [...(full ? [set(columns)] : columns.map((name) => set([name]))), ...takeAway(`${table} AS one`, where)]
}

/** Sets one column that a check speaks of to NULL, where that makes it accept every row; else takes the refused rows away. */
export function satisfy(table: string, expression: string): Repair[] {
  const where = `${expression} IS FALSE`
  return [
    ...namesIn(expression).map((name): Repair => {
      const without =
        `SELECT (jsonb_populate_record(one, ${quoteLiteral(JSON.stringify({ [name]: null }))})).* FROM ${table} ` +
        `AS one WHERE ${where}`
      const accepts = `(SELECT coalesce(bool_and(${expression} IS NOT FALSE), true) FROM (${without}) AS one)`
      const column = quoteIdent(name)
      return {
        sql: `UPDATE ${table} SET ${column} = NULL WHERE ${where}`,
        when: ofColumn(table, column, `${NULLABLE} AND ${accepts}`),
      }
    }),
    ...takeAway(table, where),
  ]
}

/**
 * Makes values fit their new type: cut to its length, or NULL where they may be, or the first label of an enum, which is
 * `first` where it comes with the change; else takes the rows away.
 */
export function fit(
  table: string,
  column: string,
  type: string,
  nullable: boolean,
  where: string,
  first?: string,
): Repair[] {
  const set = (value: string) => `UPDATE ${table} SET ${column} = ${value} WHERE ${where}`
  const limit = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1]
  const labels =
    `(SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype(${quoteLiteral(type)}) ` +
    'ORDER BY enumsortorder LIMIT 1)'
  return [
    ...(limit === undefined ? [] : [{ sql: set(`left(${column}::text, ${limit})`) }]),
    ...(nullable ? [{ sql: set('NULL'), when: ofColumn(table, column, NULLABLE) }] : []),
    first === undefined
      ? { sql: set(labels), when: `SELECT ${labels} IS NOT NULL` }
      : { sql: set(quoteLiteral(first)) },
    ...takeAway(table, where),
  ]
}

const NULLABLE = `NOT a.attnotnull AND a.attgenerated = ''`

/** A question about one column of a table, whose name is quoted: `a` is its row of pg_attribute. */
function ofColumn(table: string, column: string, condition: string): string {
  return (
    `SELECT ${condition} FROM pg_catalog.pg_attribute a WHERE a.attrelid = ` +
    `pg_catalog.to_regclass(${quoteLiteral(table)}) AND pg_catalog.quote_ident(a.attname) = ` +
    `${quoteLiteral(column)} AND NOT a.attisdropped`
  )
}
