import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import knex, { type Knex } from 'knex'
import { testDatabase } from 'knexus/testing'
import { buildApp } from '../../src/app.ts'
import { migrationsIn } from '../../src/services/readiness.ts'
import { hashOf, newToken } from '../../src/domain/tokens.ts'
import { PERMISSIONS, type Role } from '../../src/domain/roles.ts'
import { serverFacts, serverUrl } from '../../../knexus/test/support/server.ts'

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

/** Where a server has no pgvector, the migrations stop before the tables with vectors. */
async function fitting(): Promise<readonly string[]> {
  const vectors = serverFacts().extensions.includes('vector')
  return (await migrationsIn('db/migrations')).filter((name) => vectors || !name.includes('_search'))
}

/** A place, and a database in it that is cloned from what the migrations built there once. */
const placeOf = (name: string, shadow: () => string, names: () => Promise<readonly string[]>): Place => ({
  name,
  async open() {
    const migrations = await names()
    const made = await testDatabase({ env: 'test', shadow: shadow(), names: migrations })
    const db = knex(made.config)
    return {
      database: db,
      migrations,
      close: async () => {
        await db.destroy()
        await made.drop()
      },
    }
  },
})

/** A real server has many sessions, PGlite has one and every extension. */
export const PLACES: readonly Place[] = [
  placeOf('a real PostgreSQL', serverUrl, fitting),
  placeOf(
    'PGlite',
    () => 'embedded',
    () => migrationsIn('db/migrations'),
  ),
]

/** The service on a database of its own, ready for requests. `prepare` sees it before its routes are there. */
export async function serviceOn(
  place: Place,
  prepare: (app: FastifyInstance) => void = () => {},
): Promise<{ readonly app: FastifyInstance; readonly database: Knex; readonly close: () => Promise<void> }> {
  const { database, migrations, close } = await place.open()
  const app = buildApp({ database, migrations, logger: false, perMinute: 1_000_000 })
  prepare(app)
  await app.ready()
  return {
    app,
    database,
    close: async () => {
      await app.close()
      await close()
    },
  }
}

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
