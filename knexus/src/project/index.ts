import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Knex } from 'knex'
import type { ClientConfig } from 'pg'
import type { Settings } from '../connection/connect.ts'
import { checkPlace } from '../connection/url.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { load as loadFile } from '../modules/load.ts'
import type { Scope } from '../introspect/index.ts'
import type { RunSettings } from './run-settings.ts'

/** What the knexfile says to Knexus, under the key `knexus` of an environment. */
export interface KnexusSettings extends Omit<Scope, 'dependencies'> {
  /** The folder (or file) of the models, relative to the knexfile. `models` when absent. */
  readonly models?: string
  /**
   * The folder that `generate` writes to where a migrationSource gives the migrations, relative to the knexfile.
   * `migrations` when absent.
   */
  readonly migrations?: string
  /** A server that is there for scratch databases, or `embedded`. */
  readonly shadow?: Settings
  /** Nothing is created, asked or seeded there unless it is asked for by name. */
  readonly production?: boolean
  readonly run?: Partial<RunSettings>
  /** What `lint` makes of its rules, by name: `error`, `warning`, `note` or `off`. */
  readonly lint?: Readonly<Record<string, 'error' | 'warning' | 'note' | 'off'>>
  /** Kinds that are compared even where the models declare none of them: `['owner', 'privilege', 'default privilege']`. */
  readonly compare?: readonly string[]
}

/** A project, as its knexfile describes it, seen in one environment. */
export interface Project {
  readonly knexfile: string
  readonly root: string
  readonly environment: string
  readonly config: Knex.Config
  readonly settings: KnexusSettings
  /** The models folder, absolute. */
  readonly models: string
}

/** The names that a knexfile may have, in the order in which they are looked for. */
export const KNEXFILES: readonly string[] = [
  'knexfile.ts',
  'knexfile.js',
  'knexfile.mjs',
  'knexfile.cjs',
  'knexfile.mts',
]

/**
 * Finds the knexfile (upwards from the working directory, as Knex does) and picks the environment: `env`, then NODE_ENV,
 * then `development`. Throws `no-knexfile`, `bad-knexfile`, `unknown-environment`, or `production-refused` where
 * KNEXUS_PRODUCTION=refuse is set and the environment is marked production.
 */
export async function openProject({
  knexfile,
  env,
}: { readonly knexfile?: string | undefined; readonly env?: string | undefined } = {}): Promise<Project> {
  const file = knexfile === undefined ? find(process.cwd()) : resolve(knexfile)
  if (!existsSync(file)) throw new KnexusError('no-knexfile', `There is no file ${file}.`, 'Correct --knexfile.')
  const exported = await load(file)
  const environment = env ?? (process.env['NODE_ENV'] || 'development')
  const root = dirname(file)
  const config = placed(pick(exported, environment, file), root)
  refuseOthers(config, environment, file)
  const { knexus = {} } = config as { knexus?: KnexusSettings }
  if (knexus.production && process.env['KNEXUS_PRODUCTION'] === 'refuse')
    throw new KnexusError(
      'production-refused',
      `"${environment}" is marked production, and KNEXUS_PRODUCTION=refuse forbids to use it.`,
      'Name another environment with --env, or do it yourself.',
    )
  const models = knexus.models ?? 'models'
  return {
    knexfile: file,
    root,
    environment,
    config,
    settings: knexus,
    models: isAbsolute(models) ? models : join(root, models),
  }
}

/** The configuration with its folders counted from the knexfile, as Knex has it, which goes there before it loads anything. */
function placed(config: Knex.Config, root: string): Knex.Config {
  const from = (directory: string | readonly string[]) =>
    typeof directory === 'string' ? resolve(root, directory) : directory.map((folder) => resolve(root, folder))
  const { migrationSource, ...migrations } = config.migrations ?? {}
  const { directory, sortDirsSeparately, loadExtensions } = migrations
  // A folder, or how it is read, puts the source aside, as under Knex.
  const isSource = migrationSource !== undefined && !directory && sortDirsSeparately === undefined && !loadExtensions
  const { migrations: written = './migrations' } = (config as { knexus?: KnexusSettings }).knexus ?? {}
  return {
    ...config,
    migrations: {
      ...migrations,
      ...(isSource && { migrationSource }),
      directory: from(isSource ? written : (directory ?? './migrations')),
    },
    seeds: { ...config.seeds, directory: from(config.seeds?.directory ?? './seeds') },
  }
}

/** Knex's names for PostgreSQL. A client that is a class, as PGlite's is, says nothing of itself. */
const POSTGRES: ReadonlySet<unknown> = new Set(['pg', 'postgres', 'postgresql', 'pgnative', 'pg-native'])

function refuseOthers({ client }: Knex.Config, environment: string, file: string): void {
  if (typeof client === 'string' && !POSTGRES.has(client))
    throw new KnexusError(
      'not-postgresql',
      `The environment "${environment}" is for another database: its client is "${client}".`,
      `Knexus works on PostgreSQL only: name an environment whose client is "pg" with --env, or correct ${file}.`,
    )
}

/** Where the environment's database is, in the form that `connect` takes. Throws `no-connection`, `bad-url`. */
export function settingsOfConnection(project: Project): Settings {
  const { connection } = project.config
  const where = `The connection of the environment "${project.environment}"`
  if (typeof connection !== 'function') {
    checkPlace(connection, where)
    return connection as Settings
  }
  return async () => {
    const given = await connection()
    checkPlace(given, where)
    return given as ClientConfig
  }
}

function find(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const name = KNEXFILES.find((candidate) => existsSync(join(folder, candidate)))
    if (name !== undefined) return join(folder, name)
    if (folder === dirname(folder)) {
      throw new KnexusError(
        'no-knexfile',
        `No knexfile was found in ${from} or any folder above it.`,
        'Run the command inside the project, name the file with --knexfile, or write one with `npx knexus init`.',
      )
    }
  }
}

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const module: Exporting = await loadFile(file)
    let value: unknown = module.default ?? module
    if (isExporting(value)) value = value.default
    if (typeof value === 'function') value = await (value as () => unknown)()
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new KnexusError('bad-knexfile', `${file} could not be loaded: ${messageOf(error)}`, 'Correct the file.', {
      cause: error,
    })
  }
  throw new KnexusError(
    'bad-knexfile',
    `${file} exports no settings.`,
    'Export an object of environments as its default.',
  )
}

interface Exporting {
  readonly default?: unknown
}

/** A CommonJS file that was compiled from an ES module has its default in its default. */
function isExporting(value: unknown): value is Exporting {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '__esModule')
}

/** A file may hold environments by name, or be the settings of all of them. */
function pick(exported: Readonly<Record<string, unknown>>, environment: string, file: string): Knex.Config {
  const found = exported[environment]
  if (typeof found === 'object' && found !== null) return found
  if (Object.keys(exported).includes('client')) return exported
  const names = Object.keys(exported).filter((key) => typeof exported[key] === 'object')
  throw new KnexusError(
    'unknown-environment',
    `There is no environment "${environment}" in ${file}.`,
    `Choose one with --env or NODE_ENV: ${names.join(', ')}.`,
  )
}
