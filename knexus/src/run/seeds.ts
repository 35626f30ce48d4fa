import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import { load as loadFile } from '../modules/load.ts'
import { asRunner } from './as-runner.ts'
import { failure } from '../migrations/failure.ts'
import { journalRows, note, who } from './journal.ts'
import type { Hold } from './lock.ts'
import type { RunOptions } from './runner.ts'
import { type Session, withConnection } from './session.ts'
import { transacted } from './transacted.ts'
import { startTape } from '../migrations/tape.ts'

export interface SeedOptions extends Pick<RunOptions, 'settings' | 'on'> {
  /** The one file to run, by its name. */
  readonly only?: string
  /** Run each file once in the life of the database. */
  readonly once?: boolean
}

/**
 * Runs the seeds in the order Knex runs them, all in one transaction, as the one runner of the database.
 * With `once`, those that ran before under `once` are left out. Gives the names that ran.
 */
export async function seed(config: Knex.Config, options: SeedOptions = {}): Promise<string[]> {
  return asRunner(config, options, async (session, hold) => {
    const files = await seedFiles(config.seeds ?? {}, options.only)
    const ran = new Set(
      options.once ? (await journalRows(session.db, hold.tables, ['seed'])).map((row) => row.migration) : [],
    )
    const chosen = files.filter((file) => !ran.has(file.name))
    await transacted(
      session,
      async (trx) => {
        for (const file of chosen) await runSeed(trx, session, hold, file, options.once === true)
        hold.assert()
      },
      (error) => failure(chosen.at(-1)?.name ?? 'seeds', 'up', undefined, error),
    )
    return chosen.map((file) => file.name)
  })
}

async function runSeed(
  trx: Knex.Transaction,
  session: Session,
  hold: Hold,
  file: SeedFile,
  once: boolean,
): Promise<void> {
  const run = await load(file)
  const start = performance.now()
  const tape = startTape(session.wire, file.name, session.on, undefined, true)
  try {
    await run(trx)
  } catch (error) {
    throw failure(file.name, 'up', tape, error)
  } finally {
    tape.stop()
  }
  const detail = { checksum: file.checksum, who: who(), ms: Math.round(performance.now() - start) }
  if (once)
    await withConnection(trx, (connection) =>
      note(connection, hold.tables, { migration: file.name, kind: 'seed', key: '', detail }),
    )
}

interface SeedFile {
  readonly name: string
  readonly path: string
  readonly checksum: string
}

const EXTENSIONS = ['.co', '.coffee', '.eg', '.iced', '.js', '.cjs', '.litcoffee', '.ls', '.ts']

async function seedFiles(config: Knex.SeederConfig, only: string | undefined): Promise<SeedFile[]> {
  const extensions = new Set(config.loadExtensions ?? EXTENSIONS)
  const folders = await Promise.all(
    [config.directory ?? './seeds'].flat().map(async (directory) => {
      const folder = resolve(directory)
      const names = await readdir(folder, { recursive: config.recursive ?? false }).catch((error: unknown) => {
        throw new KnexusError(
          'no-seeds-folder',
          `The seeds folder ${folder} cannot be read: ${messageOf(error)}`,
          'Create it, or correct seeds.directory in the knexfile.',
          { cause: error },
        )
      })
      return names
        .filter((name) => extensions.has(extname(name)) && !name.endsWith('.d.ts'))
        .sort()
        .map((name) => ({ name, path: join(folder, name) }))
    }),
  )
  const files = config.sortDirsSeparately
    ? folders.flat()
    : folders.flat().sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  const chosen =
    only === undefined
      ? files
      : files.filter(({ name }) => name === only || name.slice(0, -extname(name).length) === only)
  if (only !== undefined && chosen.length === 0)
    throw new KnexusError(
      'no-such-seed',
      `There is no seed ${only}`,
      `Name one of: ${files.map(({ name }) => name).join(', ')}.`,
    )
  return Promise.all(
    chosen.map(async (file) => ({
      ...file,
      checksum: createHash('sha256')
        .update(await readFile(file.path))
        .digest('hex'),
    })),
  )
}

async function load(file: SeedFile): Promise<(knex: Knex) => PromiseLike<unknown>> {
  const module = (await loadFile(file.path)) as {
    readonly seed?: unknown
    readonly default?: { readonly seed?: unknown }
  }
  const run = module.seed ?? module.default?.seed
  if (typeof run === 'function') return run as (knex: Knex) => PromiseLike<unknown>
  throw new KnexusError('bad-seed', `${file.name} does not export a function named seed`, 'Export `seed` from it.')
}
