import { randomUUID } from 'node:crypto'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import knex, { type Knex } from 'knex'
import { migrationsIn } from '../../src/services/readiness.ts'
import { hashOf, newToken } from '../../src/domain/tokens.ts'
import { PERMISSIONS, type Role } from '../../src/domain/roles.ts'
import { database } from '../../../knexus/test/support/server.ts'
import { migratedPglite } from './archive.ts'

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
    const migrations = (await migrationsIn(folder)).filter((name) => rows.length > 0 || !name.includes('_search'))
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
    const pglite = await migratedPglite(folder, settings)
    const db = knex({ client: 'pg', connection: createPgConfig(pglite), pool: { min: 0, max: 1 }, ...settings })
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

/** A user with a token, and a role in one workspace. */
export async function tokenFor(
  database: Knex,
  workspaceId: string | null,
  role: Role = 'admin',
  { expires = '1 hour', revoked = false }: { readonly expires?: string; readonly revoked?: boolean } = {},
): Promise<{ readonly token: string; readonly userId: string }> {
  const token = newToken()
  const userId = randomUUID()
  await database('users').insert({ id: userId, email: `${userId}@example.org` })
  if (workspaceId !== null) await database('memberships').insert({ workspace_id: workspaceId, user_id: userId, role })
  await database('access_tokens').insert({
    user_id: userId,
    name: 'test',
    token_sha256: hashOf(token),
    expires_at: database.raw('now() + ?::interval', [expires]),
    ...(revoked && { revoked_at: database.fn.now() }),
  })
  return { token, userId }
}

export const ROLES: readonly Role[] = PERMISSIONS.read
