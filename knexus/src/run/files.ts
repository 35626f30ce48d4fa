import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import { load as loadModule, type Loaded } from '../base/load.ts'
import type { Direction } from './events.ts'

/** A migration on disk. `name` is the file name with its extension, as Knex records it. */
export interface MigrationFile {
  readonly name: string
  readonly directory: string
}

/** What a migration file exports, loaded. */
export interface Migration extends MigrationFile {
  readonly up: ((knex: Knex) => PromiseLike<unknown>) | undefined
  readonly down: ((knex: Knex) => PromiseLike<unknown>) | undefined
  /** Whether it runs in a transaction: its own `config.transaction`, else the knexfile's `disableTransactions`. */
  readonly transaction: boolean
  /** SHA-256 of its text, in hex, with line ends counted as `\n`. */
  readonly checksum: string
}

/** Knex's default `loadExtensions`. */
const EXTENSIONS = ['.co', '.coffee', '.eg', '.iced', '.js', '.cjs', '.litcoffee', '.ls', '.ts']

/** The extensions of files that count as migrations. */
export function extensionsOf(config: Knex.MigratorConfig): readonly string[] {
  return config.loadExtensions ?? EXTENSIONS
}

/** The migrations on disk, in the order Knex runs them. A folder that is not there is an error. */
export async function listFiles(config: Knex.MigratorConfig): Promise<MigrationFile[]> {
  if (config.migrationSource) {
    throw new KnexusError('custom-source', 'The knexfile names a migrationSource of its own, and knexus reads files', 'Give migrations.directory instead.')
  }
  const directories = [config.directory ?? './migrations'].flat().map((directory) => resolve(directory))
  const extensions = new Set(extensionsOf(config))
  const folders = await Promise.all(directories.map(async (directory) => {
    const names = await readdir(directory).catch((error: unknown) => {
      throw new KnexusError('no-migrations-folder', `The migrations folder ${directory} cannot be read: ${messageOf(error)}`,
        'Create it, or correct migrations.directory in the knexfile.', { cause: error })
    })
    const files = names.filter((name) => extensions.has(extname(name)) && !name.endsWith('.d.ts')).map((name) => ({ name, directory }))
    return config.sortDirsSeparately ? files.sort(byName) : files
  }))
  return config.sortDirsSeparately ? folders.flat() : folders.flat().sort(byName)
}

/** SHA-256 of a file's text. Read at once: for files as small as these, asking for each read in turn takes several times as long. */
export function checksumOf(file: MigrationFile): string {
  return checksum(readFileSync(join(file.directory, file.name), 'utf8'))
}

/** Loads a migration; a file that does not compile, or has no `up`, is an error that names it. */
export async function loadFile(file: MigrationFile, config: Knex.MigratorConfig): Promise<Migration> {
  const path = join(file.directory, file.name)
  const [source, exports] = await Promise.all([readFile(path, 'utf8'), load(path, file.name)])
  const { up, down, config: own } = exports
  if (typeof up !== 'function') {
    throw new KnexusError('bad-migration', `${file.name} does not export a function named up`, 'Export `up` and `down` from it, or move it out of the migrations folder.')
  }
  return {
    ...file,
    up: up as Migration['up'],
    down: typeof down === 'function' ? down as Migration['down'] : undefined,
    transaction: isConfig(own) && typeof own.transaction === 'boolean' ? own.transaction : !config.disableTransactions,
    checksum: checksum(source),
  }
}

/** The function that a direction calls; a missing `down` is an error that says so. */
export function stepOf(migration: Migration, direction: Direction): (knex: Knex) => PromiseLike<unknown> {
  const step = migration[direction]
  if (step) return step
  throw new KnexusError('no-way-back', `${migration.name} has no function named down`, 'Write one, or go forward with a new migration.')
}

async function load(path: string, name: string): Promise<Loaded> {
  try {
    const module = await loadModule(path)
    const inner = module['default']
    return module['up'] === undefined && isConfig(inner) ? inner : module
  } catch (error) {
    throw new KnexusError('bad-migration', `${name} cannot be loaded: ${messageOf(error)}`, 'Correct the file; nothing was run.', { cause: error })
  }
}

function isConfig(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function checksum(source: string): string {
  return createHash('sha256').update(source.replaceAll('\r\n', '\n')).digest('hex')
}

function byName(a: MigrationFile, b: MigrationFile): number {
  return a.name < b.name ? -1 : Number(a.name > b.name)
}
