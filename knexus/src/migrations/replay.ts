import { join } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import { connect, type Settings } from '../connection/connect.ts'
import type { PlainStep } from './plain.ts'
import type { Project } from '../project/index.ts'
import type { Direction } from './events.ts'
import { listFiles, loadFiles, stepOf, type Migration, type MigrationFile } from './files.ts'
import { named } from './named.ts'
import { nameOfSession, sessionOf, type Session } from './session.ts'
import { placeOf } from '../connection/place.ts'
import { stopping } from '../connection/stopping.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'
import { contentOfHistory } from './texts.ts'
import { fingerprint } from '../cache.ts'

/** A migration of the history. */
export interface HistoryFile extends MigrationFile {
  /** Where its text is; undefined where a migrationSource of the project's own gives it. */
  readonly path: string | undefined
}

/** The migrations of a project in the order in which they run, up to and including one. Throws `unknown-migration`. */
export async function historyFiles(project: Project, upTo?: string): Promise<HistoryFile[]> {
  const files = withPaths(await listFiles(migratorConfig(project)))
  if (upTo === undefined) return files
  const name = named(
    files.map((file) => file.name),
    upTo,
  )
  const last = files.findIndex((file) => file.name === name)
  return files.slice(0, last + 1)
}

/** The migrations that new ones come after. A folder that is not there yet holds none: it is made when they are written. */
export async function historyToAddTo(project: Project): Promise<HistoryFile[]> {
  return withPaths(await listFiles(migratorConfig(project), true))
}

function withPaths(files: readonly MigrationFile[]): HistoryFile[] {
  return files.map((file) => ({
    ...file,
    path: file.directory === '' ? undefined : join(file.directory, file.name),
  }))
}

export function migratorConfig(project: Project): Knex.MigratorConfig {
  return project.config.migrations ?? {}
}

/**
 * A database in which these migrations have run, begun from the longest part of them that is kept. What took a while
 * to build is kept too, under its state. It is the caller's to close.
 */
export async function replayed(
  files: readonly HistoryFile[],
  project: Project,
  shadow: Shadow,
): Promise<ShadowDatabase> {
  const states = await statesOf(files, project, shadow)
  const begin = async () => {
    const db = await shadow.database(states)
    try {
      return { db, took: await replayRest(files, states, project, db) }
    } catch (error) {
      await db.close()
      throw error
    }
  }
  const { db, took } = await begin()
  if (states.length === 0 || took === 0 || !(await db.keepable?.(took))) return db
  // Somebody may have edited a file before it was loaded.
  if ((await statesOf(files, project, shadow))[0] !== states[0]) return db
  await db.close(states[0])
  return (await begin()).db
}

/**
 * The states that the migrations lead through, the last first: what they say and import, on this version of the
 * server, read by these settings. None where a migrationSource gives them, since what its functions do cannot be
 * told.
 */
export async function statesOf(files: readonly HistoryFile[], project: Project, shadow: Shadow): Promise<string[]> {
  if (files.some(({ path }) => path === undefined)) return []
  const states: string[] = []
  let state = fingerprint(String(shadow.version), shadow.reading, nameOfSession(project))
  for (const file of files) {
    state = fingerprint(state, file.name, await contentOfHistory([file]))
    states.unshift(state)
  }
  return states
}

/** Runs those of the migrations that a database does not hold yet. Answers with the milliseconds it took. */
export async function replayRest(
  files: readonly HistoryFile[],
  states: readonly string[],
  project: Project,
  db: ShadowDatabase,
): Promise<number> {
  const begun = performance.now()
  const done = db.state === undefined ? 0 : files.length - states.indexOf(db.state)
  if (done < files.length) await replay(files.slice(done), project, db)
  return done < files.length ? performance.now() - begun : 0
}

/** Runs migrations on a shadow, each as Knex would: in a transaction of its own unless it refuses one. Throws `replay-failed`. */
export async function replay(
  files: readonly HistoryFile[],
  project: Project,
  db: ShadowDatabase,
  direction: Direction = 'up',
): Promise<void> {
  const migrations = await loadFiles(files, migratorConfig(project))
  const session = sessionOf(project)
  if (Object.keys(session).length === 0 && (await replayPlain(migrations, db, direction))) return
  await withKnex(
    db.settings,
    async (knex) => {
      for (const migration of migrations) {
        stopping()?.throwIfAborted()
        const step = stepOf(migration, direction)
        try {
          if (migration.transaction) await knex.transaction((transaction) => Promise.resolve(step(transaction)))
          else await step(knex)
        } catch (error) {
          throw failed(migration, direction, error)
        }
      }
    },
    session,
  )
}

/**
 * Sends all at once what Knex would send one after the other, where every migration is plain and nothing stands
 * between us and the server. False: it is for Knex to do.
 */
async function replayPlain(
  migrations: readonly Migration[],
  { settings }: ShadowDatabase,
  direction: Direction,
): Promise<boolean> {
  const texts = migrations.map((migration) => textsOf(migration, direction))
  if (typeof settings !== 'object' || !texts.every((list) => list !== undefined)) return false
  const session = await connect({ ...settings, pipeline: true })
  try {
    if ((await placeOf(session, Reflect.get(session.client, 'processID') as number | null)).pooled) return false
    const answers = await Promise.all(texts.map((list) => Promise.allSettled(list.map((sql) => session.query(sql)))))
    for (const [at, migration] of migrations.entries()) {
      const refused = answers[at]!.find(({ status }) => status === 'rejected')
      if (refused) throw failed(migration, direction, (refused as PromiseRejectedResult).reason)
    }
    return true
  } finally {
    await session.close()
  }
}

/** What Knex would send for a plain migration. Undefined for any other one, and where Knex would have to look for bindings. */
function textsOf(migration: Migration, direction: Direction): readonly string[] | undefined {
  const { statements } = stepOf(migration, direction) as Partial<PlainStep>
  if (!statements || statements.some((sql) => sql.includes('?'))) return undefined
  return migration.transaction ? ['BEGIN', ...statements, 'COMMIT'] : statements
}

function failed({ name }: Migration, direction: Direction, error: unknown): KnexusError {
  return new KnexusError(
    'replay-failed',
    `${name} failed on the shadow database (${direction}): ${messageOf(error)}`,
    'Correct the migration; the history must build an empty database from nothing.',
    { cause: error },
  )
}

/** Gives a Knex instance over a database, with one connection, and takes it away afterwards. */
export async function withKnex<R>(
  settings: Settings,
  use: (knex: Knex) => Promise<R>,
  session: Session = {},
): Promise<R> {
  const [{ default: createKnex }, { classOf, SILENT, stoppableClient }] = await Promise.all([
    import('knex'),
    import('../connection/client.ts'),
  ])
  const client: object = stoppableClient(classOf({ client: 'pg' }))
  const knex = createKnex({
    log: SILENT,
    ...session,
    client,
    connection: settings,
    pool: { ...session.pool, min: 0, max: 1 },
  } as Knex.Config)
  try {
    return await use(knex)
  } finally {
    await knex.destroy()
  }
}
