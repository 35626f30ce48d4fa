import type { Knex } from 'knex'
import { KnexusError } from '../base/errors.ts'
import { checkPlace, type Given, withDatabase } from '../connection/url.ts'

/** One database or one namespace of many that all have the same migrations. */
export interface Tenant {
  readonly name: string
  /** A database of its own, on the environment's server. */
  readonly database?: string
  /** A namespace of its own, in the environment's database, with its own `knex_migrations`. */
  readonly schema?: string
  /** A `postgres://` URL of its own. */
  readonly url?: string
  /** Why it cannot be run at all; nothing else is stopped by it. */
  readonly error?: KnexusError
}

/** The environment's configuration, led to one tenant. */
export function configOf(config: Knex.Config, { database, schema, url }: Tenant): Knex.Config {
  const pool = { ...config.pool, min: 0, max: Math.min(2, config.pool?.max ?? 2) }
  if (url !== undefined) return { ...config, pool, connection: url }
  if (schema !== undefined)
    return { ...config, pool, searchPath: [schema], migrations: { ...config.migrations, schemaName: schema } }
  if (database === undefined) return config
  const given = config.connection
  const connection = async () =>
    withDatabase(
      (typeof given === 'function' ? await given() : given) as Given,
      database,
    ) as Knex.StaticConnectionConfig
  return { ...config, pool, connection }
}

/**
 * A line of a list: a URL, `database NAME`, or `schema NAME`; `#` begins a comment. A line that says something else
 * becomes a tenant with an error, named by its number: the line itself may hold a password.
 */
export function tenantsOf(list: string): Tenant[] {
  return list.split('\n').flatMap((text, at) => {
    const line = text.trim()
    return line === '' || line.startsWith('#') ? [] : [tenantOf(line, `line ${at + 1}`)]
  })
}

function tenantOf(line: string, place: string): Tenant {
  try {
    if (/^postgres(ql)?:/i.test(line)) {
      checkPlace(line, `The URL on ${place}`)
      return { name: new URL(line).host + new URL(line).pathname, url: line }
    }
    const [, what, name] = /^(database|schema)[\s=:]+(.+)$/.exec(line) ?? []
    if (name !== undefined) return what === 'database' ? { name, database: name } : { name, schema: name }
    throw new KnexusError(
      'bad-list',
      `What stands on ${place} is not a valid tenant`,
      'Write a postgres:// URL, `database NAME` or `schema NAME` on each line.',
    )
  } catch (error) {
    if (error instanceof KnexusError) return { name: place, error }
    throw error
  }
}

/** The rows of a query, whose column must be called `database` or `schema`. Throws `bad-list`. */
export function tenantsAmong(rows: readonly Readonly<Record<string, unknown>>[]): Tenant[] {
  return rows.map(({ database, schema }): Tenant => {
    if (typeof database === 'string') return { name: database, database }
    if (typeof schema === 'string') return { name: schema, schema }
    throw new KnexusError(
      'bad-list',
      'The query has no column called database or schema',
      'Name it: SELECT nspname AS schema FROM ...',
    )
  })
}
