import { expect } from 'chai'
import type { Client } from 'pg'
import { sqlState } from '../../src/base/errors.ts'
import { diff } from '../../src/diff.ts'
import type { Direction, Migration } from '../../src/emit/index.ts'
import { rehearseScript } from '../../src/prove/script.ts'
import type { Shadow } from '../../src/shadow/index.ts'
import { contents, countersOf, readSchema } from '../support/laws.ts'
import { StatementError } from '../support/run-plan.ts'
import { database } from '../support/server.ts'
import { putRows } from './misfits.ts'
import { build } from './there-and-back.ts'

/**
 * Changes a database with a stranger's rows into another one and back, by the files that were made on a shadow which never saw these
 * rows. What does not come back has been named as lost, and what fails has been named as what may fail.
 */
export async function valuesKept(
  shadow: Shadow,
  from: readonly string[],
  to: readonly string[],
  turn: number,
  leniently = true,
): Promise<void> {
  const home = await database()
  try {
    const live = await home.connect()
    await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const newer = await build(live, to, leniently)
    const b = await readSchema(live)
    await live.query('ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ')
    const older = await build(live, from, leniently)
    const a = await readSchema(live)
    // A row that a deferred key refuses is left out like any other.
    await live.query('SET CONSTRAINTS ALL IMMEDIATE')
    const fits = await putRows(live, turn)
    await live.query('COMMIT')
    if (!fits) return
    const before = await contents(live)
    const others = new Map(await parentsOf(live))
    // The sequence of a column is named by itself where it goes and the column stays.
    for (const { sequence, counts } of await countersOf(live)) others.set(counts, [sequence])
    const { migrations, losses, doubts } = await rehearseScript(shadow, a, b, {})
    try {
      const lost = await thereAndBack(live, migrations, doubts, losses)
      if (!lost) return
      expect(diff(await readSchema(live), a), 'down comes back').to.deep.equal([])
      const after = await contents(live)
      const silent = [...before].filter(
        ([key, value]) => after.get(key) !== value && !isNamed(key, [...losses, ...doubts], others),
      )
      expect(
        silent.map(([key, value]) => `${key}: ${value} is now ${after.get(key)}`),
        `nothing is lost without a word: ${silent.map(([key]) => key).join(', ')}\nsaid: ${[...losses, ...doubts].join('; ')}\n${told(migrations)}`,
      ).to.deep.equal([])
    } catch (error) {
      throw new Error(
        `${[older, newer].map((statements) => statements.join(';\n')).join('\n-- and\n')}\n-- ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      )
    }
  } finally {
    await home.drop()
  }
}

/** Whether it came there and back. False where the rows are in the way of a statement that was named, or that says itself what it asks of them. */
async function thereAndBack(
  live: Client,
  migrations: readonly Migration[],
  doubts: readonly string[],
  losses: readonly string[],
): Promise<boolean> {
  try {
    for (const { up, transaction } of migrations) await run(live, up, transaction)
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    const asked = sqlState(error.cause)?.startsWith('23') === true
    if (asked || doubts.some((doubt) => doubt.includes(error.sql) || doubt.startsWith(ALL))) return false
    throw new Error(
      `fails without a word: ${error.message}\n${error.sql}\nsaid: ${doubts.join('; ')}\n${told(migrations)}`,
      { cause: error },
    )
  }
  try {
    for (const { down, transaction } of migrations.toReversed()) await run(live, down, transaction)
    return true
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    // A column that must have a value comes back without those that were lost.
    if (losses.some((loss) => loss.startsWith('the way back') || mentions(error.sql, loss))) return false
    throw new Error(
      `the way back fails without a word: ${error.message}\n${error.sql}\nsaid: ${losses.join('; ')}\n${told(migrations)}`,
      { cause: error },
    )
  }
}

/** Whether a statement names what a loss names last. */
function mentions(sql: string, loss: string): boolean {
  const name = /([^.\s]+)(?: \(.*\))?$/s.exec(loss)?.[1]
  return name !== undefined && sql.includes(name)
}

const ALL = 'The change fails on some rows'

async function run(db: Client, { statements, settings }: Direction, transaction: boolean): Promise<void> {
  if (transaction) await db.query('BEGIN')
  for (const sql of [...settings.map((setting) => `SET ${setting}`), ...statements.map((one) => one.sql)]) {
    try {
      await db.query(sql)
    } catch (error) {
      if (transaction) await db.query('ROLLBACK')
      throw new StatementError(sql, error)
    }
  }
  if (transaction) await db.query('COMMIT')
}

/**
 * Whether what is lost at `app.t.price numeric(6,1)`, `app.t` or `position of app.t.id` was said, be it of another by whose name it is
 * told: its parent, or the sequence of the column.
 */
function isNamed(key: string, said: readonly string[], others: ReadonlyMap<string, readonly string[]>): boolean {
  const [, object = '', table = '', type = ''] = PLACE.exec(key.replace(/^position of /, '')) ?? []
  const elsewhere = [
    ...(others.get(table) ?? []).map((parent) => `${parent}${object.slice(table.length)}`),
    ...(others.get(object) ?? []),
  ]
  return (
    said.some((loss) =>
      [object, table, ...elsewhere].some((name) => new RegExp(`(^| )${escaped(name)}($|[ ;,.])`).test(loss)),
    ) || said.some((loss) => / in /.test(loss) && type !== '' && loss.endsWith(` in ${type.replace('[]', '')}`))
  )
}

/** The tables that have the rows of each as well. */
async function parentsOf(db: Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query<{ name: string; parents: string[] }>(
    `WITH RECURSIVE up AS (SELECT inhrelid AS part, inhparent AS whole FROM pg_inherits
       UNION SELECT part, inhparent FROM up JOIN pg_inherits ON inhrelid = whole)
     SELECT ${NAME('part')} AS name, array_agg(${NAME('whole')}) AS parents FROM up GROUP BY 1`,
  )
  return new Map(rows.map(({ name, parents }) => [name, parents]))
}

const NAME = (oid: string) =>
  `(SELECT format('%I.%I', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = ${oid})`

/** `app.t.price numeric(6,1)`: the object, what it is a part of, and its type. */
const PLACE = /^(((?:(?:"[^"]*"|[^\s".]+)\.)*(?:"[^"]*"|[^\s".]+))(?:\.(?:"[^"]*"|[^\s".]+)))(?: (.*))?$/

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function told(migrations: readonly Migration[]): string {
  const lines = (way: 'up' | 'down') => migrations.flatMap((one) => one[way].statements.map(({ sql }) => sql))
  return `up\n${lines('up').join(';\n')}\ndown\n${lines('down').join(';\n')}`
}
