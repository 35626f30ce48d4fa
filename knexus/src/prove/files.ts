import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import { load } from '../modules/load.ts'
import { diff } from '../diff.ts'
import { emit, type Migration } from '../emit/index.ts'
import { introspect, type Scope } from '../introspect/index.ts'
import type { Language } from '../project/language.ts'
import { notConverged } from './index.ts'
import { withKnex } from '../migrations/replay.ts'
import { lostRows, seeRows, type RowsSeen } from './rows.ts'
import type { Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

/** A file that is not written yet. */
export interface Draft {
  readonly path: string
  readonly migration: Migration
}

/** The shadow a proof takes place on: it stands at the target, and holds the rows that were there before. */
export interface Proof {
  readonly from: Schema
  readonly target: Schema
  readonly db: ShadowDatabase
  readonly scope: Scope
  readonly shadow: Shadow
  /** What the rows looked like at the start, and how many tables have some. */
  readonly rows: RowsSeen
  readonly filled: number
  readonly language: Language
  /** Losses were allowed, so they are told instead of refused. */
  readonly lossAllowed: boolean
}

/**
 * Runs the text of the files themselves through Knex: all down, then all up again. Each time the shadow is read and
 * compared, and the rows are counted. Answers with lines that say what was seen. Throws `proof-failed` or `rows-lost`.
 */
export async function proveFiles(drafts: readonly Draft[], proof: Proof): Promise<string[]> {
  const { db, target, from, scope, shadow, rows, filled, lossAllowed, language } = proof
  const there = checkRows(rows, await seeRows(db), lossAllowed)
  const folder = await mkdtemp(join(tmpdir(), 'knexus-proof-'))
  try {
    const files = await Promise.all(
      drafts.map(async ({ path, migration }) => {
        const file = join(folder, basename(path, extname(path)) + EXTENSION[language])
        await writeFile(file, emit(migration, language))
        return { file, transaction: migration.transaction, oneWay: migration.down.refused !== undefined }
      }),
    )
    const oneWay = files.some((file) => file.oneWay)
    if (!oneWay) {
      for (const file of files.toReversed()) await run(file, 'down', db)
      const back = diff(await introspect(db, scope), from)
      if (back.length > 0) throw notConverged(back)
      checkRows(rows, await seeRows(db), true)
      for (const file of files) await run(file, 'up', db)
      const again = diff(await introspect(db, scope), target)
      if (again.length > 0) throw notConverged(again)
    }
    return [
      `Proved on ${shadow.description}: up reaches the models${oneWay ? '; there is no way down' : ', down returns to the start, up again'}.`,
      ...(filled > 0
        ? [
            `Rows in ${filled} of ${rows.size} tables before, ${there.length === 0 ? 'all still there after' : `lost as allowed: ${there.join('; ')}`}.`,
          ]
        : []),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Says for itself what it is, since the folder has no package.json. */
const EXTENSION: Readonly<Record<Language, string>> = { typescript: '.mts', module: '.mjs', commonjs: '.cjs' }

function checkRows(before: RowsSeen, after: RowsSeen, allowed: boolean): string[] {
  const lost = lostRows(before, after)
  if (lost.length > 0 && !allowed) {
    throw new KnexusError(
      'rows-lost',
      `Rows that were there before the migration are not there after it: ${lost.slice(0, 5).join('; ')}.`,
      'Nothing was written. If they may go, add --allow data-loss.',
    )
  }
  return lost
}

interface File {
  readonly file: string
  readonly transaction: boolean
}

async function run({ file, transaction }: File, direction: 'up' | 'down', db: ShadowDatabase): Promise<void> {
  const migration = (await load(file)) as Record<'up' | 'down', (knex: Knex) => Promise<void>>
  await withKnex(db.settings, async (knex) => {
    try {
      if (transaction) await knex.transaction((inside) => migration[direction](inside))
      else await migration[direction](knex)
    } catch (error) {
      throw new KnexusError(
        'proof-failed',
        `The generated file fails on its way ${direction}: ${messageOf(error)}`,
        'Nothing was written. Please report this case with the models before and after.',
        { cause: error },
      )
    }
  })
}
