import { fileURLToPath } from 'node:url'
import type { Knex } from 'knex'
import { embedded } from './db/connection/embedded.ts'
import { loadEnvFile, port, secret, SettingsError } from './db/connection/settings.ts'
import { fromUrl } from './db/connection/url.ts'

/** What `knexus` reads beside Knex's own settings. */
export interface KnexusSettings {
  /** The folder of the models, absolute. */
  readonly models: string
  /** Where declared objects are built to be read back; by default a scratch database on the same server. */
  readonly shadow?: string
  /** The namespaces that are managed. */
  readonly schemas: readonly string[]
  /** Nothing is created, asked or seeded there unless it is asked for by name. */
  readonly production?: boolean
}

export type Environment = Knex.Config & { readonly knexus: KnexusSettings }

export const ENVIRONMENTS = ['development', 'docker', 'test', 'production', 'embedded'] as const
export type EnvironmentName = (typeof ENVIRONMENTS)[number]

loadEnvFile(here('.env'))

const environments: Record<EnvironmentName, Environment> = {
  development: environment(() => server(process.env.DB_HOST || 'localhost', port('DB_PORT', 5432))),
  docker: environment(() => server('db', 5432)),
  test: environment(() =>
    process.env.TEST_DATABASE_URL
      ? fromUrl(process.env.TEST_DATABASE_URL, 'TEST_DATABASE_URL')
      : { ...server(process.env.DB_HOST || 'localhost', port('DB_PORT', 5432)), database: `${databaseName()}_test` },
  ),
  production: environment(() => fromUrl(required('DATABASE_URL'), 'DATABASE_URL'), { production: true }),
  embedded: {
    ...environment(() => ({}), { shadow: 'embedded' }),
    connection: embedded(here('.data/clinnexus')),
    // One session is all there is. The first start prepares the files, which takes a slow machine longer than a connection elsewhere.
    pool: { min: 0, max: 1, createTimeoutMillis: 300_000 },
    acquireConnectionTimeout: 300_000,
  },
}

/** Knex takes the whole object for the settings when the environment's name is not in it; it then asks for `client`. */
Object.defineProperty(environments, 'client', {
  enumerable: false,
  get() {
    throw new SettingsError(
      `There is no such environment. Choose one with --env or NODE_ENV: ${ENVIRONMENTS.join(', ')}.`,
    )
  },
})

export default environments

/** The environment by its name, else by NODE_ENV, else development. */
export function environmentOf(name: string = process.env.NODE_ENV || 'development'): Environment {
  const found = ENVIRONMENTS.find((known) => known === name)
  if (!found)
    throw new SettingsError(
      `There is no environment "${name}". Choose one with --env or NODE_ENV: ${ENVIRONMENTS.join(', ')}.`,
    )
  return environments[found]
}

/** What all environments share. A connection that cannot be resolved says so when it is used, so that the others still load. */
function environment(connect: () => Knex.PgConnectionConfig, more: Partial<KnexusSettings> = {}): Environment {
  return {
    client: 'pg',
    connection: resolved(connect),
    pool: { min: 0, max: 10 },
    migrations: {
      directory: here('db/migrations'),
      extension: 'ts',
      loadExtensions: ['.ts'],
      stub: here('db/migration.stub'),
    },
    seeds: { directory: here('db/seeds'), extension: 'ts', loadExtensions: ['.ts'], stub: here('db/seed.stub') },
    knexus: { models: here('backend/src/db/models'), schemas: ['public'], ...more },
  }
}

function resolved(connect: () => Knex.PgConnectionConfig): Knex.PgConnectionConfig | (() => never) {
  try {
    return connect()
  } catch (error) {
    return () => {
      throw error
    }
  }
}

function server(host: string, serverPort: number) {
  return {
    host,
    port: serverPort,
    database: databaseName(),
    user: process.env.DB_USER || 'clinnexus',
    password: secret('DB_PASSWORD') || 'clinnexus',
    connectionTimeoutMillis: 10_000,
  }
}

function databaseName(): string {
  return process.env.DB_NAME || 'clinnexus'
}

function required(variable: string): string {
  const value = secret(variable)
  if (!value)
    throw new SettingsError(
      `${variable} is not set. Set it in .env or in the environment: postgres://user:password@host:5432/database.`,
    )
  return value
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
