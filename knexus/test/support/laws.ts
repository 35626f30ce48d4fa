import { expect } from 'chai'
import { type Connection, rows } from '../../src/connection/connection.ts'
import { apply } from '../../src/change.ts'
import { diff, differing } from '../../src/diff.ts'
import { segments } from '../../src/emit/index.ts'
import { introspect } from '../../src/introspect/index.ts'
import { plan, type Step } from '../../src/plan/index.ts'
import { gaps } from '../../src/prove/gaps.ts'
import { applyRecipes } from '../../src/recipes/index.ts'
import { attribute, kindOf, type Schema } from '../../src/schema.ts'
import { runPlan, StatementError } from './run-plan.ts'

/** A database at one end of a way: what the engine reads of it, and what pg_dump writes of it where that can be asked. */
export interface Reading {
  readonly schema: Schema
  readonly dump?: readonly string[] | undefined
}

/** A database that is moved. */
export interface Live {
  readonly connection: Connection
  read(): Promise<Reading>
  readonly transactions: boolean
}

/**
 * Moves a live database to the wanted schema and holds the laws against it: the changes are right in memory, the plan runs, what is then there is
 * what was wanted (for us, for the next diff and for pg_dump), and the rows are still there. Answers with the statements that ran. With `recipes` they are those
 * for tables in use.
 */
export async function prove(
  live: Live,
  from: Reading,
  to: Reading,
  withRows: boolean,
  recipes = false,
): Promise<readonly string[]> {
  const changes = diff(from.schema, to.schema)
  expect(described(apply(from.schema, changes)), 'apply(diff(a, b), a) is b, in memory').to.deep.equal(
    described(to.schema),
  )
  const before = withRows ? await contents(live.connection) : undefined
  const steps = stepsOf(from, to, recipes)
  expectNoGaps(from.schema, to.schema, steps)
  const statements = steps.flatMap((step) => step.statements.map(({ sql }) => sql))
  try {
    await runPlan(live.connection, steps, live.transactions)
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    throw new Error(
      `PostgreSQL refused a statement: ${error.message}\n${error.sql}\nof the plan\n${statements.join(';\n')}`,
      { cause: error },
    )
  }
  const after = await live.read()
  const told = `\nafter the plan\n${statements.join(';\n')}`
  expect(
    comparable(after.schema),
    `the live database is what was wanted, but for\n${unequal(after.schema, to.schema).join('\n')}${told}`,
  ).to.deep.equal(comparable(to.schema))
  expect(diff(after.schema, to.schema), `nothing is left to do${told}`).to.deep.equal([])
  if (to.dump && after.dump) expect(after.dump, `pg_dump sees no difference${told}`).to.deep.equal(to.dump)
  if (before) expectKept(before, await contents(live.connection), told)
  return statements
}

/** Whether a recipe has something else to say than the plan. */
export function hasRecipes(from: Reading, to: Reading): boolean {
  const told = (recipes: boolean) =>
    stepsOf(from, to, recipes).flatMap(({ statements }) => statements.map(({ sql }) => sql))
  return told(true).join() !== told(false).join()
}

function stepsOf(from: Reading, to: Reading, recipes: boolean): readonly Step[] {
  const steps = plan(from.schema, to.schema)
  return recipes ? applyRecipes(steps, from.schema) : steps
}

/** What stands before and after a change stands after each of its files, as it was. */
function expectNoGaps(from: Schema, to: Schema, steps: readonly Step[]): void {
  const files = segments(steps)
  if (files.length === 1) return
  let state = from
  const states = files.map(
    (file) =>
      (state = apply(
        state,
        file.steps.flatMap(({ changes }) => changes),
      )),
  )
  const missing = gaps(from, to, states).map(({ address, file }) => `${address} is missing after file ${file + 1}`)
  const other = states.flatMap((now, file) =>
    [...from].flatMap(([address, before]) => {
      const [meant, there] = [to.get(address), now.get(address)]
      if (!meant || !there) return []
      const changed = differing(before, meant)
      const lost = differing(before, there).filter((key) => !PROOFS.has(key) && !changed.includes(key))
      return lost.map((key) => `${address} has another ${key} after file ${file + 1}`)
    }),
  )
  const told = files.map((file) => file.steps.flatMap(({ statements }) => statements.map(({ sql }) => sql)).join(';\n'))
  expect([...missing, ...other], `nothing is missing between files\n${told.join('\n-- next file\n')}`).to.deep.equal([])
}

/** What a constraint may lack for a while: it holds for every new row without it. */
const PROOFS: ReadonlySet<string> = new Set(['validated', 'notNullValidated'])

/** Reads a database as the engine sees it. */
export async function readSchema(connection: Connection): Promise<Schema> {
  return introspect(connection)
}

/** The attributes that differ, one a line: what is there, and what was wanted. */
function unequal(actual: Schema, wanted: Schema): string[] {
  const addresses = new Set([...actual.keys(), ...wanted.keys()])
  return [...addresses].flatMap((address) => {
    const [is, should] = [actual, wanted].map((schema) =>
      Object.entries(schema.get(address) ?? {})
        .filter(([key]) => key !== 'needs' && key !== 'layout')
        .map(([key, value]) => `${key} ${JSON.stringify(value)}`),
    )
    const lines = [
      ...is!.filter((line) => !should!.includes(line)),
      ...should!.filter((line) => !is!.includes(line)).map((line) => `wanted ${line}`),
    ]
    return lines.map((line) => `${address}: ${line}`)
  })
}

/** The objects by what is compared of them: what else they carry follows from other objects. */
function described(schema: Schema): Record<string, unknown> {
  return Object.fromEntries(
    [...schema]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, object]) => [
        address,
        [object.kind, ...Object.keys(kindOf(object).alter).map((key) => attribute(object, key))],
      ]),
  )
}

/** Without what follows from an object's age: the order of the needs, that of the columns, whether a child's column was there before it had a parent, and whether LIKE made an identity. */
function comparable(schema: Schema): Record<string, unknown> {
  return Object.fromEntries(
    [...schema]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, object]) => [
        address,
        {
          ...object,
          needs: undefined,
          layout: undefined,
          identityType: undefined,
          ...('inherited' in object && { inherited: ageless(object.inherited) }),
        },
      ]),
  )
}

function ageless(inherited: unknown): unknown {
  return typeof inherited === 'object' &&
    inherited !== null &&
    'partition' in inherited &&
    inherited.partition === false
    ? { ...inherited, local: undefined, notNullNames: undefined }
    : inherited
}

/** The values of every stored column, by its name and type, the number of rows of every table, and how far the numbers of every column have come. */
type Contents = ReadonlyMap<string, string>

export async function contents(db: Connection): Promise<Contents> {
  const columns = await rows<{ relation: string; name: string | null; type: string | null }>(
    db,
    `
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS relation, quote_ident(a.attname) AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  )
  const kept = new Map<string, string>()
  for (const { relation, name, type } of columns) {
    // Zeros behind a number say nothing.
    const text = type?.startsWith('numeric') && !type.endsWith(']') ? `trim_scale(${name})::text` : `${name}::text`
    const value = name === null ? 'NULL' : `md5(string_agg(coalesce(${text}, 'null'), '|' ORDER BY ${text}))`
    const [row] = await rows<{ value: string | null; count: string }>(
      db,
      `SELECT ${value} AS value, count(*)::text AS count FROM ONLY ${relation}`,
    )
    kept.set(relation, `${row?.count} rows`)
    if (name !== null) kept.set(`${relation}.${name} ${type}`, `${row?.value}`)
  }
  for (const { sequence, counts } of await countersOf(db)) {
    const [row] = await rows<{ position: string }>(
      db,
      `SELECT last_value || ' ' || is_called AS position FROM ${sequence}`,
    )
    kept.set(`position of ${counts}`, `${row?.position}`)
  }
  return kept
}

/** The sequences, each with the column that it numbers, or else itself. */
export function countersOf(db: Connection): Promise<{ readonly sequence: string; readonly counts: string }[]> {
  return rows(
    db,
    `
    SELECT s.seqrelid::pg_catalog.regclass::text AS sequence, COALESCE(d.refobjid::pg_catalog.regclass || '.' || a.attname, s.seqrelid::pg_catalog.regclass::text) AS counts
    FROM pg_catalog.pg_sequence s LEFT JOIN (pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid)
      ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i')`,
  )
}

function expectKept(before: Contents, after: Contents, told: string): void {
  const shared = (these: Contents, those: Contents) =>
    Object.fromEntries([...these].filter(([key]) => those.has(key)).sort(([a], [b]) => (a < b ? -1 : 1)))
  expect(shared(after, before), `the rows are still there${told}`).to.deep.equal(shared(before, after))
}
