import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, relative, resolve } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
import { rows } from '../connection/connection.ts'
import { connect, type Settings } from '../connection/connect.ts'
import { extensionsOf } from '../migrations/files.ts'
import { migratorConfig } from '../migrations/replay.ts'
import { KNEXFILES, openProject, type Project } from '../project/index.ts'
import { isModuleFolder, isTypeScript, type Language } from '../project/language.ts'
import { modelFiles } from '../sources/content.ts'
import type { Manifest } from './packages.ts'
import { upwards } from './packages.ts'
import { connectionOf } from './templates.ts'

/** What a database holds; undefined where it could not be reached. */
export interface Holdings {
  /** The namespaces that hold anything, be it an extension alone, in order. */
  readonly schemas: readonly string[]
  /** How many tables and views, Knex's own not counted. */
  readonly tables: number
  /** The server answers, and does not have the database yet. */
  readonly missing: boolean
}

/** What is there before anything is set up. */
export interface Survey {
  /** The project, if it has a knexfile. */
  readonly project: Project | undefined
  readonly language: Language
  readonly models: string
  readonly modelsThere: boolean
  readonly migrationFolders: readonly string[]
  readonly migrations: number
  readonly database: Holdings | undefined
}

/**
 * Looks at a project: its knexfile, language, models and migrations, and at its database, where one answers.
 * Throws `not-postgres` for a knexfile of another client, `knexfile-elsewhere` for one that stands deeper.
 */
export async function survey(
  { root }: Manifest,
  asked: { readonly knexfile?: string | undefined; readonly env?: string | undefined },
): Promise<Survey> {
  const knexfile = asked.knexfile ?? (await findKnexfile(process.cwd(), root))
  const project = knexfile === undefined ? undefined : await openProject({ ...asked, knexfile })
  if (project) refuseOtherClients(project)
  const models = project?.models ?? join(root, 'models')
  const folders = project ? [migratorConfig(project).directory ?? './migrations'].flat() : [join(root, 'migrations')]
  const migrationFolders = folders.map((folder) => resolve(folder))
  return {
    project,
    language: await languageOf(root, project),
    models,
    modelsThere: existsSync(models) && (await modelFiles(models)).length > 0,
    migrationFolders,
    migrations: (await Promise.all(migrationFolders.map((folder) => countFiles(folder, project?.config)))).reduce(
      (sum, count) => sum + count,
      0,
    ),
    database: await holdings(project ? (project.config.connection as Settings | undefined) : connectionOf(process.env)),
  }
}

/** In the working directory or above it, up to the project's own folder; one that stands deeper is named, never guessed. */
async function findKnexfile(from: string, root: string): Promise<string | undefined> {
  for (const folder of upwards(from)) {
    const name = KNEXFILES.find((candidate) => existsSync(join(folder, candidate)))
    if (name !== undefined) return join(folder, name)
    if (folder === root) break
  }
  const [deeper] = await knexfilesBelow(root, 3)
  if (deeper === undefined) return undefined
  const path = relative(process.cwd(), deeper)
  throw new KnexusError(
    'knexfile-elsewhere',
    `There is a knexfile at ${path}.`,
    `Run the command in its folder, or name it: --knexfile ${path}.`,
  )
}

async function knexfilesBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const here = entries
    .filter((entry) => entry.isFile() && KNEXFILES.includes(entry.name))
    .map(({ name }) => join(folder, name))
  // A folder with a package.json of its own is another project of the workspace.
  const below = entries.filter(
    (entry) =>
      entry.isDirectory() &&
      depth > 0 &&
      entry.name !== 'node_modules' &&
      !entry.name.startsWith('.') &&
      !existsSync(join(folder, entry.name, 'package.json')),
  )
  return [
    ...here,
    ...(await Promise.all(below.map(({ name }) => knexfilesBelow(join(folder, name), depth - 1)))).flat(),
  ]
}

const CLIENTS: ReadonlySet<unknown> = new Set(['pg', 'postgres', 'postgresql', 'pgnative'])

function refuseOtherClients({ config, knexfile, environment }: Project): void {
  const { client } = config
  if (client === undefined || typeof client === 'function' || CLIENTS.has(client)) return
  throw new KnexusError(
    'not-postgresql',
    `The environment "${environment}" of ${relative(process.cwd(), knexfile)} uses the client "${client}", and ` +
      'Knexus works with PostgreSQL alone.',
    'Choose an environment whose client is pg with --env.',
  )
}

async function languageOf(root: string, project: Project | undefined): Promise<Language> {
  if (isTypeScript(root, project)) return 'typescript'
  return (await isModuleFolder(root)) ? 'module' : 'commonjs'
}

async function countFiles(folder: string, config: Knex.Config | undefined): Promise<number> {
  const extensions = extensionsOf(config?.migrations ?? {})
  const names = existsSync(folder) ? await readdir(folder) : []
  return names.filter((name) => extensions.includes(extname(name)) && !name.endsWith('.d.ts')).length
}

/** Asks a server for three seconds at most. */
async function holdings(connection: Settings | undefined): Promise<Holdings | undefined> {
  if (connection === undefined || connection === '') return undefined
  try {
    const given = typeof connection === 'function' ? await connection() : connection
    const db = await connect({
      ...(typeof given === 'string' ? { connectionString: given } : given),
      connectionTimeoutMillis: 3_000,
    })
    try {
      const found = await rows<{ schema: string; tables: number }>(db, HOLDINGS)
      return {
        schemas: found.map(({ schema }) => schema),
        tables: found.reduce((sum, { tables }) => sum + tables, 0),
        missing: false,
      }
    } finally {
      await db.close()
    }
  } catch (error) {
    const missing = error instanceof KnexusError && error.code === 'database-missing'
    return missing ? { schemas: [], tables: 0, missing } : undefined
  }
}

/** SQL: the namespaces that hold anything of somebody's own, or an extension. */
const HOLDINGS = `
  WITH own AS (
    SELECT c.relnamespace AS namespace, c.relkind IN ('r', 'p', 'v', 'm', 'f') AS is_table
    FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
      AND c.relname !~ '^(knex_migrations(_lock)?(_.*_seq)?|knexus_journal)$' AND ${ofNoExtension('pg_class', 'c.oid')}
    UNION ALL
    SELECT p.pronamespace, false FROM pg_proc p WHERE ${ofNoExtension('pg_proc', 'p.oid')}
    UNION ALL
    SELECT t.typnamespace, false FROM pg_type t WHERE t.typtype IN ('e', 'd', 'r') AND ${ofNoExtension('pg_type', 't.oid')}
    UNION ALL
    SELECT e.extnamespace, false FROM pg_extension e
  )
  SELECT n.nspname AS schema, (count(*) FILTER (WHERE own.is_table))::int AS tables
  FROM own JOIN pg_namespace n ON n.oid = own.namespace
  WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  GROUP BY n.nspname ORDER BY n.nspname`

function ofNoExtension(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`
}
