import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import { load } from '../modules/load.ts'
import { diff } from '../diff.ts'
import { emit, type Direction } from '../emit/index.ts'
import type { Draft } from '../emit/names.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import type { Language } from '../project/language.ts'
import { notConverged } from './not-converged.ts'
import { wiredKnex, type Wire } from '../connection/client.ts'
import { isControl } from '../base/statements.ts'
import type { Receipt } from '../base/kind.ts'
import { MEASURED, Receipts, tablesOf } from '../trace/receipt.ts'
import { poolOf, reachesLimit } from '../trace/time-limit.ts'
import { refuseLosses } from './losses.ts'
import { compareRows, seeRows, type Compared, type Renamed, type RowsSeen } from './seen.ts'
import { sayColumnOrder, type OrderLook } from './column-order.ts'
import { composed, type Remapped, type Remapping } from './remapped.ts'
import { hopeless, mayFail, notCompared, words } from './doubts.ts'
import { leaveOut } from './left-out.ts'
import { RowsInTheWay } from './rowless.ts'
import type { UnusualRows } from './unusual-rows.ts'
import type { Schema } from '../schema.ts'
import { reworded } from '../reword.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

/** The shadow a proof takes place on: it stands at the target, and holds the rows that were there before. */
export interface Proof {
  readonly from: Schema
  readonly target: Schema
  readonly db: ShadowDatabase
  readonly scope: Scope
  readonly shadow: Shadow
  /** What the rows looked like when the renames were made, and the values that those gave other words. */
  readonly rows: RowsSeen
  /** What those of them that were there looked like before that. */
  readonly unrenamed: RowsSeen
  /** The tables that were given rows, by oid; all where absent. */
  readonly filled: readonly number[] | undefined
  readonly renamed: Renamed
  readonly unusual: UnusualRows
  readonly remapped: Remapping
  readonly language: Language
  /** What is accepted: `data-loss`, `data-loss=public.t.price`. */
  readonly allow: readonly string[]
}

/**
 * Runs the text of the files themselves through Knex: all down, then all up again. Each time the shadow is read and
 * compared, and so are the values of all rows. Answers with the files, their down measured, and with lines that say
 * what was seen. Throws `proof-failed` or `data-loss`.
 */
export async function proveFiles(drafts: readonly Draft[], proof: Proof): Promise<Proved> {
  const { db, target, from, scope, shadow, rows, unrenamed, filled, renamed, remapped, unusual, allow, language } =
    proof
  const there = await seeRows(db, filled)
  const looks = [compareRows(rows, there, unusual.special, remapped.values)]
  const orders: OrderLook[] = [{ when: 'up', before: rows, after: there }]
  const stuck = new Map<string, ReadonlySet<string>>()
  const folder = await mkdtemp(join(tmpdir(), 'knexus-proof-'))
  try {
    const files: File[] = await Promise.all(
      drafts.map(async ({ path, migration }) => {
        const file = join(folder, basename(path, extname(path)) + EXTENSION[language])
        await writeFile(file, emit(migration, language))
        return {
          file,
          migration,
          transaction: migration.transaction,
          down: statementsOf(migration.down),
        }
      }),
    )
    const oneWay = drafts.some(({ migration }) => migration.down.refused !== undefined)
    const receipts = new Map<File, readonly (Receipt | undefined)[]>()
    if (!oneWay) {
      for (const file of files.toReversed()) {
        const measured = await run(file, 'down', db).catch(async (error: unknown) => {
          if (
            error instanceof RowsInTheWay ||
            !file.transaction ||
            !(await leaveOut(db, file.down, rows, unusual, stuck))
          )
            throw error
          return run(file, 'down', db)
        })
        receipts.set(file, measured)
      }
      const returned = await introspect(db, scope)
      const back = diff(returned, await reworded(from, returned, () => shadow.database(), scope))
      if (back.length > 0) throw notConverged(back)
      const returnedRows = await seeRows(db, filled)
      looks.push(compareRows(rows, returnedRows, unusual.special, composed(remapped.back, renamed), unrenamed))
      orders.push({ when: 'down', before: unrenamed, after: returnedRows })
      for (const file of files) await run(file, 'up', db)
      const reached = await introspect(db, scope)
      const again = diff(reached, await reworded(target, reached, () => shadow.database(), scope))
      if (again.length > 0) throw notConverged(again)
    }
    const lost = [...lossesOf(looks), ...words(stuck).map((what) => `the way back of the values of ${what}`)]
    const met = refuseLosses(lost, [], allow, 'type-change')
    const unpassed = hopeless(unusual)
    const lines = [
      `${unpassed.length > 0 ? 'Run' : 'Proved'} on ${shadow.description}: up reaches the models` +
        `${oneWay ? '; there is no way down' : ', down returns to the start, up again'}.`,
      ...sayColumnOrder(orders),
      ...unpassed.map((sql) => `Not proved with rows, because no made-up row passes: ${sql}`),
      ...mayFail(unusual),
      ...said(looks.at(-1)!, lost, oneWay, remapped.columns),
      ...notCompared(rows, unusual),
    ]
    return {
      lines,
      met,
      drafts: drafts.map((draft, at) => withReceipts(draft, receipts.get(files[at]!) ?? [])),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Files that were proved. */
export interface Proved {
  readonly drafts: readonly Draft[]
  readonly lines: readonly string[]
  /** What is lost, as `--allow` names it: `data-loss=public.t.price`. */
  readonly met: readonly string[]
}

/** Gives the statements of down what was measured of them, and says that it was. */
function withReceipts({ path, migration }: Draft, receipts: readonly (Receipt | undefined)[]): Draft {
  const { up, down, notes } = migration
  const statements = down.statements.map((statement, at) => {
    const receipt = receipts[at + down.settings.length]
    return receipt ? { ...statement, receipt } : statement
  })
  const isMeasured = [...up.statements, ...statements].some(({ receipt }) => receipt)
  return {
    path,
    migration: { ...migration, down: { ...down, statements }, notes: [...notes, ...(isMeasured ? [MEASURED] : [])] },
  }
}

/** Says for itself what it is, since the folder has no package.json. */
const EXTENSION: Readonly<Record<Language, string>> = { typescript: '.mts', module: '.mjs', commonjs: '.cjs' }

function statementsOf({ statements, settings }: Direction): string[] {
  return [...settings.map((setting) => `SET ${setting}`), ...statements.map(({ sql }) => sql)]
}

/** What did not come through, in words that name the object last: `the values of public.t.price (fractions)`. */
export function lossesOf(looks: readonly Compared[]): string[] {
  const all = new Map<string, Set<string>>()
  for (const { lost } of looks)
    for (const [what, words] of lost) all.set(what, new Set([...(all.get(what) ?? []), ...words]))
  return words(all).map((what) => `the values of ${what}`)
}

function said(
  { tables, columns, rows }: Compared,
  lost: readonly string[],
  oneWay: boolean,
  remapped: Remapped,
): string[] {
  if (rows === 0) return []
  const meant =
    remapped.size > 0 ? `, but for those that become others, as the models say: ${[...remapped.keys()].join(', ')}` : ''
  const when = oneWay ? 'up' : 'up and down'
  const compared = `Values compared after ${when} (tables: ${tables}, columns: ${columns}, rows: ${rows})`
  return [
    `${compared}: ${lost.length === 0 ? `every value came back${meant}` : `lost, as allowed: ${lost.join('; ')}${meant}`}.`,
  ]
}

interface File {
  readonly file: string
  readonly migration: Draft['migration']
  readonly transaction: boolean
  /** What its down sends. */
  readonly down: readonly string[]
}

/**
 * Runs one way of a file through Knex. Answers with what was measured of each statement; a drop alone neither reads nor
 * writes rows, and is not measured.
 */
async function run(
  { file, transaction, down }: File,
  direction: 'up' | 'down',
  db: ShadowDatabase,
): Promise<(Receipt | undefined)[]> {
  const migration = (await load(file)) as Record<'up' | 'down', (knex: Knex) => Promise<void>>
  const measured: (Receipt | undefined)[] = []
  const wire: Wire = { last: new WeakMap() }
  if (direction === 'down' && transaction && down.some((sql) => !isDrop(sql))) {
    const receipts = new Receipts(await tablesOf((sql) => db.query(sql)))
    wire.intercept = async (query, connection, send) => {
      if (isControl(query.sql)) return send()
      if (isDrop(query.sql)) {
        measured.push(undefined)
        return send()
      }
      const { answer, receipt } = await receipts.around((sql) => connection.query(sql), send)
      measured.push(receipt)
      return answer
    }
  }
  const connection = db.settings as Knex.StaticConnectionConfig
  const knex = wiredKnex({ client: 'pg', connection, pool: await poolOf(db) }, wire)
  try {
    if (transaction) await knex.transaction((inside) => migration[direction](inside))
    else await migration[direction](knex)
    return measured
  } catch (error) {
    if (reachesLimit(sqlState(error))) throw new RowsInTheWay(messageOf(error), { cause: error })
    throw new KnexusError(
      'proof-failed',
      `The generated file fails on its way ${direction}: ${messageOf(error)}`,
      'Nothing was written. Please report this case with the models before and after.',
      { cause: error },
    )
  } finally {
    await knex.destroy()
  }
}

function isDrop(sql: string): boolean {
  return sql.startsWith('DROP ')
}
