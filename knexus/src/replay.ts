import { join } from 'node:path'
import type { Knex } from 'knex'
import { KnexusError, messageOf } from './base/errors.ts'
import type { Settings } from './base/connect.ts'
import type { Project } from './project.ts'
import { listFiles, loadFiles, stepOf, type MigrationFile } from './run/files.ts'
import type { ShadowDatabase } from './shadow.ts'

/** A migration on disk. */
export interface HistoryFile extends MigrationFile {
  readonly path: string
}

/** The migrations of a project in the order in which they run, up to and including one. Throws `unknown-migration`. */
export async function historyFiles(project: Project, upTo?: string): Promise<HistoryFile[]> {
  const files = (await listFiles(migratorConfig(project))).map((file) => ({ ...file, path: join(file.directory, file.name) }))
  if (upTo === undefined) return files
  const last = files.findIndex(({ name }) => name === upTo || name.replace(/\.[^.]+$/, '') === upTo || name.replace(/^\d+_|\.[^.]+$/g, '') === upTo)
  if (last < 0) throw new KnexusError('unknown-migration', `No migration is called "${upTo}".`, `Name one of: ${files.map(({ name }) => name).join(', ')}.`)
  return files.slice(0, last + 1)
}

export function migratorConfig(project: Project): Knex.MigratorConfig {
  return project.config.migrations ?? {}
}

/** Runs migrations on a shadow, each as Knex would: in a transaction of its own unless it refuses one. Throws `replay-failed`. */
export async function replay(files: readonly HistoryFile[], project: Project, db: ShadowDatabase, direction: 'up' | 'down' = 'up'): Promise<void> {
  await withKnex(db.settings, async (knex) => {
    for (const migration of await loadFiles(files, migratorConfig(project))) {
      const step = stepOf(migration, direction)
      try {
        if (migration.transaction) await knex.transaction((transaction) => Promise.resolve(step(transaction)))
        else await step(knex)
      } catch (error) {
        throw new KnexusError('replay-failed', `${migration.name} failed on the shadow database (${direction}): ${messageOf(error)}`,
          'Correct the migration; the history must build an empty database from nothing.', { cause: error })
      }
    }
  })
}

/** Gives a Knex instance over a database, with one connection, and takes it away afterwards. */
export async function withKnex<R>(settings: Settings, use: (knex: Knex) => Promise<R>): Promise<R> {
  const { default: createKnex } = await import('knex')
  const knex = createKnex({ client: 'pg', connection: settings as Knex.StaticConnectionConfig, pool: { min: 0, max: 1 } })
  try {
    return await use(knex)
  } finally {
    await knex.destroy()
  }
}
