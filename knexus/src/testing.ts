import type { Knex } from 'knex'
import { KnexusError } from './base/errors.ts'
import { fingerprint } from './cache.ts'
import type { Settings } from './connection/connect.ts'
import { historyFiles, statesOf, type HistoryFile } from './migrations/replay.ts'
import { openProject, settingsOfConnection, type Project } from './project/index.ts'
import { up } from './run/runner.ts'
import { openShadow, type Shadow, type ShadowDatabase } from './shadow/index.ts'

/** Which project is migrated, and where. */
export interface TestDatabaseOptions {
  /** The knexfile; the nearest one upwards from the working directory when absent. */
  readonly knexfile?: string
  /** The environment of the knexfile; NODE_ENV when absent, else `development`. */
  readonly env?: string
  /**
   * A server for the database, or `embedded` for PGlite in this process; the knexfile's `shadow` when absent, else
   * the environment's own server.
   */
  readonly shadow?: Settings
  /** The migrations to run, by file name; all of them when absent. */
  readonly names?: readonly string[]
}

/** A migrated database that nobody else uses. */
export interface TestDatabase extends AsyncDisposable {
  /** `postgres://user@host:port/name`; undefined for a database in this process. */
  readonly url: string | undefined
  /** What `knex` and `pg` take as a connection, for a database in this process too. */
  readonly connection: Settings
  /** The environment's own settings, with this connection: `knex(db.config)`. */
  readonly config: Knex.Config
  /** Drops the database, whoever is still connected to it. */
  drop(): Promise<void>
}

/**
 * Makes a database that the project's migrations have been run in. They run once: what they built is kept
 * under a hash of the files, and later databases are clones of it, in every process. Throws `no-test-database` where
 * neither the named server nor the environment's can make one, and whatever a migration throws.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const project = await openProject(options)
  const shadow = await openPlace(project, options.shadow)
  try {
    const db = await migrated(project, shadow, options.names)
    const drop = async () => {
      await db.close()
      await shadow.close()
    }
    return {
      url: urlOf(db.settings),
      connection: db.settings,
      config: configFor(project, db),
      drop,
      [Symbol.asyncDispose]: drop,
    }
  } catch (error) {
    await shadow.close().catch(() => undefined)
    throw error
  }
}

/** Tests that were meant for a server must not pass on another one, so nothing else is taken in its place. */
function openPlace(project: Project, asked: Settings | undefined): Promise<Shadow> {
  const beside = 'connection' in project.config && !project.settings.production
  return openShadow(
    { shadow: asked ?? project.settings.shadow, server: beside ? settingsOfConnection(project) : undefined },
    (reason) => {
      throw new KnexusError(
        'no-test-database',
        reason,
        "Start the server, give its user CREATEDB, or pass `shadow: 'embedded'` for PGlite in this process.",
      )
    },
  )
}

/**
 * A clone of the kept state; where there is none, the migrations run, and what they built is kept first if a clone
 * would be the same.
 */
async function migrated(
  project: Project,
  shadow: Shadow,
  names: readonly string[] | undefined,
  keep = true,
): Promise<ShadowDatabase> {
  const files = chosen(await historyFiles(project), names)
  const [history = 'empty'] = await statesOf(files, project, shadow)
  const { tableName, schemaName } = project.config.migrations ?? {}
  // What a migrationSource gives has no state, and is built each time.
  const known = files.every(({ path }) => path !== undefined)
  const state = known ? fingerprint('testing', history, JSON.stringify([tableName, schemaName])) : undefined
  const db = await shadow.database(state === undefined ? [] : [state])
  if (state !== undefined && db.state === state) return db
  try {
    const { run } = project.settings
    await up(configFor(project, db), { ...(run && { settings: run }), ...(names && { names }) })
    if (!keep || state === undefined || (await db.keepable?.()) !== true) return db
    await db.close(state)
  } catch (error) {
    await db.close().catch(() => undefined)
    throw error
  }
  return migrated(project, shadow, names, false)
}

function chosen(files: readonly HistoryFile[], names: readonly string[] | undefined): readonly HistoryFile[] {
  const unknown = names?.find((name) => !files.some((file) => file.name === name))
  if (unknown === undefined) return files.filter(({ name }) => names?.includes(name) ?? true)
  throw new KnexusError(
    'unknown-migration',
    `No migration is called "${unknown}".`,
    `Name one of: ${files.map(({ name }) => name).join(', ')}.`,
  )
}

/** PGlite has one session: transactions of two connections would run into each other. */
function configFor(project: Project, { settings }: ShadowDatabase): Knex.Config {
  return {
    ...project.config,
    connection: settings as NonNullable<Knex.Config['connection']>,
    ...(typeof settings === 'function' && { pool: { ...project.config.pool, min: 0, max: 1 } }),
  }
}

function urlOf(settings: Settings): string | undefined {
  if (typeof settings !== 'object') return undefined
  const { user, password, host, port, database } = settings
  const secret = typeof password === 'string' ? `:${encodeURIComponent(password)}` : ''
  const place = `${encodeURIComponent(host ?? '')}:${port ?? 5432}`
  return `postgres://${encodeURIComponent(user ?? '')}${secret}@${place}/${database ?? ''}`
}
