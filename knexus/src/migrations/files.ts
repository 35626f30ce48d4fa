import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import type { Loaded } from '../modules/load.ts'
import { loaderOf } from './load-many.ts'
import type { Direction } from './events.ts'
import { queryOf, refusingWhile } from './refuse-while.ts'

/** A migration on disk. `name` is the file name with its extension, as Knex records it. */
export interface MigrationFile {
  readonly name: string
  readonly directory: string
}

/** A part of a deployment: what is added before the new code comes, and what is taken away after the old code went. */
export type Phase = 'expand' | 'contract'

export const PHASES: readonly Phase[] = ['expand', 'contract']

/** What a migration file exports, loaded. */
export interface Migration extends MigrationFile {
  readonly up: ((knex: Knex) => PromiseLike<unknown>) | undefined
  readonly down: ((knex: Knex) => PromiseLike<unknown>) | undefined
  /** Whether it runs in a transaction: its own `config.transaction`, else the knexfile's `disableTransactions`. */
  readonly transaction: boolean
  /**
   * Whether it may run before the new code is there (`expand`), or only after the old code is gone (`contract`): its
   * own `config.phase`.
   */
  readonly phase?: Phase
  /** `up` is refused while this query finds rows: its own `config.refuseWhile`. */
  readonly refuseWhile?: string
  /** It exports its functions as a default only, which plain Knex does not look into. */
  readonly byDefault: boolean
  /** SHA-256 of its text, in hex, with line ends counted as `\n`. */
  readonly checksum: string
}

/** Knex's default `loadExtensions`. */
const EXTENSIONS = ['.co', '.coffee', '.eg', '.iced', '.js', '.cjs', '.litcoffee', '.ls', '.ts']

/** The extensions of files that count as migrations. */
export function extensionsOf(config: Knex.MigratorConfig): readonly string[] {
  return config.loadExtensions ?? EXTENSIONS
}

/**
 * The migrations on disk, in the order Knex runs them. A folder that is not there is an error, unless it is
 * `toBeMade`: then it holds none.
 */
export async function listFiles(config: Knex.MigratorConfig, toBeMade = false): Promise<MigrationFile[]> {
  if (config.migrationSource) return (await custom(config)).map(({ name }) => ({ name, directory: '' }))
  const directories = [config.directory ?? './migrations'].flat().map((directory) => resolve(directory))
  const extensions = new Set(extensionsOf(config))
  const folders = await Promise.all(
    directories.map(async (directory) => {
      const names = await readdir(directory).catch((error: unknown): string[] => {
        if (toBeMade && isConfig(error) && error['code'] === 'ENOENT') return []
        throw new KnexusError(
          'no-migrations-folder',
          `The migrations folder ${directory} cannot be read: ${messageOf(error)}`,
          'Create it, or correct migrations.directory in the knexfile.',
          { cause: error },
        )
      })
      const files = names
        .filter((name) => extensions.has(extname(name)) && !name.endsWith('.d.ts'))
        .map((name) => ({ name, directory }))
      return config.sortDirsSeparately ? files.sort(byName) : files
    }),
  )
  return config.sortDirsSeparately ? folders.flat() : folders.flat().sort(byName)
}

/** SHA-256 of a file's text; of its name where it has no text, because a source of the project's own gives it. */
export function checksumOf(file: MigrationFile): string {
  return checksum(file.directory === '' ? file.name : read(file))
}

/** Loads a migration; a file that does not compile, or has no `up`, is an error that names it. */
export async function loadFile(file: MigrationFile, config: Knex.MigratorConfig): Promise<Migration> {
  return (await loadFiles([file], config))[0]!
}

/** Loads migrations, many at once faster than one by one. */
export async function loadFiles(files: readonly MigrationFile[], config: Knex.MigratorConfig): Promise<Migration[]> {
  if (config.migrationSource) return customOnes(files, config)
  const sources = files.map((file) => ({ path: join(file.directory, file.name), text: read(file) }))
  const loader = await loaderOf(sources)
  const migrations: Migration[] = []
  for (const [at, file] of files.entries())
    migrations.push(
      migrationOf(file, await load(() => loader(sources[at]!.path), file.name), sources[at]!.text, config),
    )
  return migrations
}

/** What the knexfile's own migrationSource gives, in its order. */
async function custom(config: Knex.MigratorConfig): Promise<{ readonly name: string; load(): Promise<Loaded> }[]> {
  const source = config.migrationSource as Partial<Knex.MigrationSource<unknown>>
  if (!source.getMigrations || !source.getMigrationName || !source.getMigration)
    throw new KnexusError(
      'custom-source',
      'The migrationSource of the knexfile is incomplete: it needs getMigrations, getMigrationName and getMigration',
      'Write the three functions, or give migrations.directory instead.',
    )
  const list = await source.getMigrations(extensionsOf(config))
  return list.map((migration) => ({
    name: source.getMigrationName!(migration),
    load: async () => ({ ...(await source.getMigration!(migration)) }),
  }))
}

async function customOnes(files: readonly MigrationFile[], config: Knex.MigratorConfig): Promise<Migration[]> {
  const known = new Map((await custom(config)).map((one) => [one.name, one]))
  return Promise.all(
    files.map(async (file) =>
      migrationOf(file, await load(() => known.get(file.name)!.load(), file.name), file.name, config),
    ),
  )
}

function migrationOf(file: MigrationFile, exported: Loaded, text: string, config: Knex.MigratorConfig): Migration {
  const inner = exported['default']
  const byDefault = exported['up'] === undefined && isConfig(inner)
  const { up, down, config: own } = byDefault ? inner : exported
  if (typeof up !== 'function') {
    throw new KnexusError(
      'bad-migration',
      `${file.name} does not export a function named up`,
      'Export `up` and `down` from it, or move it out of the migrations folder.',
    )
  }
  const query = queryOf(isConfig(own) ? own['refuseWhile'] : undefined, file.name)
  const way = up as NonNullable<Migration['up']>
  return {
    ...file,
    up: query === undefined ? way : refusingWhile(way, query, file.name),
    ...(query !== undefined && { refuseWhile: query }),
    down: typeof down === 'function' ? (down as Migration['down']) : undefined,
    transaction: isConfig(own) && typeof own.transaction === 'boolean' ? own.transaction : !config.disableTransactions,
    ...phaseOf(own),
    byDefault: byDefault && !text.includes('module.exports'),
    checksum: checksum(text),
  }
}

function phaseOf(config: unknown): Pick<Migration, 'phase'> {
  const phase = isConfig(config) ? PHASES.find((one) => one === config['phase']) : undefined
  return phase === undefined ? {} : { phase }
}

/** The function that a direction calls; a missing `down` is an error that says so. */
export function stepOf(migration: Migration, direction: Direction): (knex: Knex) => PromiseLike<unknown> {
  const step = migration[direction]
  if (step) return step
  throw new KnexusError(
    'no-way-back',
    `${migration.name} has no function named down`,
    'Write one, or undo the change in a new migration.',
  )
}

async function load(loader: () => Promise<Loaded>, name: string): Promise<Loaded> {
  try {
    return await loader()
  } catch (error) {
    throw new KnexusError(
      'bad-migration',
      `${name} cannot be loaded: ${messageOf(error)}`,
      'Correct the file; nothing was run.',
      { cause: error },
    )
  }
}

function isConfig(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** At once: for files as small as these, asking for each one after the other takes several times as long. */
function read(file: MigrationFile): string {
  return readFileSync(join(file.directory, file.name), 'utf8')
}

function checksum(source: string): string {
  return createHash('sha256').update(source.replaceAll('\r\n', '\n')).digest('hex')
}

function byName(a: MigrationFile, b: MigrationFile): number {
  return a.name < b.name ? -1 : Number(a.name > b.name)
}
