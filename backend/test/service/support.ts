import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { vector } from '@electric-sql/pglite-pgvector'
import knex, { type Knex } from 'knex'
import { migrationsIn } from '../../src/services/readiness.ts'
import { database } from '../../../knexus/test/support/server.ts'

/** A migrated database for the service, and how to be rid of it. */
export interface Opened {
  readonly database: Knex
  readonly migrations: readonly string[]
  readonly close: () => Promise<void>
}

export interface Place {
  readonly name: string
  readonly open: () => Promise<Opened>
}

const folder = 'db/migrations'
const settings = { migrations: { directory: folder, loadExtensions: ['.ts'] } }

/** A real server has many sessions; where it has no pgvector, the migrations stop before the tables with vectors. */
const server: Place = {
  name: 'a real PostgreSQL',
  async open() {
    const made = await database()
    const db = knex({ client: 'pg', connection: made.url, ...settings })
    const { rows } = await db.raw<{ rows: unknown[] }>("SELECT FROM pg_available_extensions WHERE name = 'vector'")
    const migrations = (await migrationsIn(folder)).filter((name) => rows.length > 0 || !name.endsWith('_search.ts'))
    for (const name of migrations) await db.migrate.up({ ...settings.migrations, name })
    return {
      database: db,
      migrations,
      close: async () => {
        await db.destroy()
        await made.drop()
      },
    }
  },
}

const embedded: Place = {
  name: 'PGlite',
  async open() {
    const pglite = await PGlite.create({ extensions: { vector } })
    const db = knex({ client: 'pg', connection: createPgConfig(pglite), pool: { min: 0, max: 1 }, ...settings })
    await db.migrate.latest()
    return {
      database: db,
      migrations: await migrationsIn(folder),
      close: async () => {
        await db.destroy()
        await pglite.close()
      },
    }
  },
}

export const PLACES: readonly Place[] = [server, embedded]
