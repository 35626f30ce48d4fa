import { qualifiedName, quoteIdent, quoteLiteral } from '../base/sql.ts'
import { contentOf, meaning, namesIn } from '../base/tokens.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { NOTHING, type Planned } from './planned.ts'
import { among, shapesOf, type TableShape } from './shapes.ts'

/** A table to put rows into, with the foreign keys and checks that it has and will have. */
export interface Fillable extends TableShape {
  /** By column, the constants that its checks compare it with, as SQL expressions of no type: such values they take. */
  readonly mentioned: ReadonlyMap<string, readonly string[]>
  /** Some of its checks, or of the types of its columns, come with a change that is about to be made. */
  readonly isPlanned: boolean
  /** The tables it refers to of which that is so, by oid. */
  readonly planned: ReadonlySet<number>
}

function checksOf(db: Connection, only: readonly number[] | undefined): Promise<Check[]> {
  return rows<Check>(db, `${CHECKS} AND ${among('x.conrelid', only)}`)
}

/** SQL: the checks of the tables, each with its columns. */
const CHECKS = `
  SELECT x.conrelid AS oid, pg_get_expr(x.conbin, x.conrelid) AS sql,
         ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = x.conrelid AND a.attnum = ANY (x.conkey)) AS columns
  FROM pg_constraint x WHERE x.contype = 'c' AND x.conrelid <> 0`

interface Check {
  readonly oid: number
  readonly sql: string
  readonly columns: readonly string[]
}

/**
 * The tables that hold rows of their own, or those of `only`, by oid. A change is about to follow: rows
 * that are to pass it refer to what its foreign keys name, and hold what its checks mention and its types list.
 */
export async function fillable(
  db: Connection,
  { statements, values }: Planned = NOTHING,
  only?: readonly number[],
): Promise<Fillable[]> {
  const tables = await shapesOf(db, only)
  const checks = await checksOf(db, only)
  const then = await foreseen(db, tables, statements, only)
  const known = new Set(checks.map((check) => JSON.stringify(check)))
  const added = then.checks.filter((check) => !known.has(JSON.stringify(check)))
  const taken = new Map<Check, readonly string[]>()
  for (const check of added) taken.set(check, await passing(db, check, tables))
  return tables.map((table) => {
    const own = (one: { readonly oid: number; readonly columns: readonly string[] }) =>
      one.oid === table.oid && one.columns.every((name) => table.columns.some((column) => column.name === name))
    const later = added.filter(own)
    const mentioned = new Map<string, readonly string[]>()
    const coming = (name: string) => values.get(qualifiedName(table.schema, table.name, name)) ?? []
    for (const { name, category } of table.columns) {
      const about = [...later, ...checks.filter(own)].filter(({ columns }) => columns.includes(name))
      const literals = coming(name).map((value) =>
        category === 'A' ? `ARRAY[${quoteLiteral(value)}]` : quoteLiteral(value),
      )
      const checked = about.flatMap((check) => taken.get(check) ?? constantsOf(check.sql))
      const constants = new Set(literals.length > 0 ? literals : checked)
      if (constants.size > 0) mentioned.set(name, [...constants])
    }
    const keys = then.tables.find(({ oid }) => oid === table.oid)?.keys ?? table.keys
    const possible = keys.filter(
      ({ columns, targetOid }) => own({ oid: table.oid, columns }) && tables.some(({ oid }) => oid === targetOid),
    )
    return {
      ...table,
      keys: possible,
      mentioned,
      isPlanned: later.length > 0 || table.columns.some(({ name }) => coming(name).length > 0),
      planned: new Set(added.map(({ oid }) => oid)),
    }
  })
}

/** The constants of a check of one column that it takes: nothing enforces it yet. All of them where that cannot be asked. */
async function passing(
  db: Connection,
  { oid, sql, columns }: Check,
  tables: readonly TableShape[],
): Promise<readonly string[]> {
  const constants = constantsOf(sql)
  const column = tables.find((table) => table.oid === oid)?.columns.find(({ name }) => name === columns[0])
  if (!column || columns.length > 1 || constants.length === 0) return constants
  const asked = `SELECT quote_literal(c) AS taken FROM unnest(ARRAY[${constants.join(', ')}]) c,
    LATERAL (SELECT c::${column.type} AS ${quoteIdent(column.name)}) one WHERE ${sql}`
  return rows<{ taken: string }>(db, asked).then(
    (taken) => taken.map((one) => one.taken),
    () => constants,
  )
}

/**
 * The tables and checks as they are once planned statements have run on empty tables; those that fail are left out, and
 * nothing of it stays.
 */
async function foreseen(
  db: Connection,
  tables: readonly TableShape[],
  planned: readonly string[],
  only: readonly number[] | undefined,
): Promise<{ readonly tables: readonly TableShape[]; readonly checks: readonly Check[] }> {
  const about = planned.map((sql) => {
    const names = new Set(namesIn(sql))
    return { sql, on: tables.filter(({ name }) => names.has(name)).map(({ oid }) => oid) }
  })
  if (about.every(({ on }) => on.length === 0)) return { tables: [], checks: [] }
  await db.query('BEGIN')
  try {
    for (const { sql, on } of about) {
      const steps = on.length > 0 ? [`DO $$DECLARE held boolean; BEGIN ${on.map(emptied).join(' ')} END$$`, sql] : [sql]
      await db.query('SAVEPOINT planned')
      await db.query(steps.join(';\n')).catch(() => db.query('ROLLBACK TO SAVEPOINT planned'))
    }
    return { tables: await shapesOf(db, only), checks: await checksOf(db, only) }
  } finally {
    await db.query('ROLLBACK')
  }
}

/** PL/pgSQL: empties a table, and those that refer to it, unless it is empty already: each of them is given new files. */
function emptied(oid: number): string {
  const table = `${oid}::regclass`
  return `EXECUTE format('SELECT EXISTS (SELECT FROM %s)', ${table}) INTO held;
    IF held THEN EXECUTE format('TRUNCATE %s CASCADE', ${table}); END IF;`
}

/** The constants of a statement: its strings, and its numbers with their neighbours, since a limit may lie outside. */
function constantsOf(sql: string): string[] {
  return meaning(sql).flatMap((token) => {
    if (token.type === 'string') return [quoteLiteral(contentOf(token))]
    const number = token.type === 'number' ? Number(token.text) : NaN
    return Number.isFinite(number) ? [number, number + 1, number - 1].map((one) => quoteLiteral(String(one))) : []
  })
}
