import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import knexModule, { type Knex } from 'knex'
import { Client } from 'pg'
import type { RunEvent } from '../../src/migrations/events.ts'
import { database } from '../support/server.ts'

/** A fresh database and a folder of migrations. */
export interface Project {
  readonly url: string
  readonly directory: string
  readonly config: Knex.Config
  readonly events: RunEvent[]
  readonly on: (event: RunEvent) => void
  write(files: Readonly<Record<string, string>>): Promise<void>
  remove(name: string): Promise<void>
  query<R = Record<string, unknown>>(sql: string): Promise<R[]>
  /** The names in `knex_migrations`, in the order of their ids. */
  history(): Promise<string[]>
  /** Runs `work` with plain Knex. */
  plain<T>(work: (knex: Knex) => Promise<T>): Promise<T>
  drop(): Promise<void>
}

export async function project(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const created = await database()
  const directory = await mkdtemp(join(tmpdir(), 'knexus-run-'))
  const config: Knex.Config = {
    client: 'pg',
    connection: created.url,
    migrations: { directory, extension: 'ts', loadExtensions: ['.ts'] },
    pool: { min: 0, max: 4 },
  }
  const events: RunEvent[] = []
  const query = async <R>(sql: string): Promise<R[]> => {
    const client = new Client({ connectionString: created.url, application_name: 'psql' })
    await client.connect()
    try {
      return (await client.query(sql)).rows as R[]
    } finally {
      await client.end()
    }
  }
  const result: Project = {
    url: created.url,
    directory,
    config,
    events,
    query,
    on: (event) => {
      events.push(event)
    },
    write: async (more) => {
      await Promise.all(Object.entries(more).map(([name, source]) => writeFile(join(directory, name), source)))
    },
    remove: (name) => rm(join(directory, name)),
    history: async () =>
      (await query<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id')).map((row) => row.name),
    async plain(work) {
      const knex = knexModule({ ...config, log: { warn() {}, error() {} } })
      try {
        return await work(knex)
      } finally {
        await knex.destroy()
      }
    },
    async drop() {
      await rm(directory, { recursive: true })
      await created.drop()
    },
  }
  await result.write(files)
  return result
}

/** A migration of raw statements. */
export function migration(up: readonly string[], down: readonly string[] = [], transaction = true): string {
  return (
    `import type { Knex } from 'knex'\n${transaction ? '' : 'export const config = { transaction: false }\n'}` +
    `export async function up(knex: Knex): Promise<void> {\n${body(up)}\n}\nexport async function down(knex: Knex): Promise<void> {\n${body(down)}\n}\n`
  )
}

function body(statements: readonly string[]): string {
  return statements.map((sql) => `  await knex.raw(${JSON.stringify(sql)})`).join('\n')
}

/** The code of the `KnexusError` that a promise ends with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'no error'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
