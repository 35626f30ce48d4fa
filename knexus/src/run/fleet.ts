import type { Knex } from 'knex'
import { KnexusError, messageOf } from '../base/errors.ts'
import { checkPlace, type Given, withDatabase } from '../connection/url.ts'
import type { RunEvent } from '../migrations/events.ts'
import { up, type UpOptions } from './runner.ts'
import { withSession } from './as-runner.ts'

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

export interface FleetResult {
  readonly tenant: string
  readonly state: 'done' | 'failed' | 'not run'
  readonly migrations: number
  readonly ms: number
  /** Code and message; null unless it failed. */
  readonly error: { readonly code: string; readonly message: string; readonly cure: string } | null
}

export interface FleetOptions extends Pick<UpOptions, 'settings' | 'to' | 'allowMissing'> {
  /** How many run side by side. 4 when absent. */
  readonly parallel?: number
  /** How many run first, one after the other; the rest only when all of them succeeded. 1 when absent. */
  readonly canary?: number
  readonly on?: (tenant: string, event: RunEvent) => void
  readonly onResult?: (result: FleetResult) => void
}

/**
 * Brings many databases up: the canaries first, then the rest side by side. The first failure stops what has not begun.
 * Run again, it goes on: where nothing is pending nothing happens. Gives a result for each, in the order given.
 */
export async function fleetUp(
  config: Knex.Config,
  tenants: readonly Tenant[],
  options: FleetOptions = {},
): Promise<FleetResult[]> {
  const { parallel = 4, canary = 1, on, onResult, ...rest } = options
  const results = new Map<Tenant, FleetResult>()
  let stopped = false
  const one = async (tenant: Tenant) => {
    const start = performance.now()
    const result = await up(configOf(config, tenant), { ...rest, on: (event) => on?.(tenant.name, event) }).then(
      ({ migrations }): FleetResult => ({
        tenant: tenant.name,
        state: 'done',
        migrations: migrations.length,
        ms: since(start),
        error: null,
      }),
      (error: unknown): FleetResult => ({
        tenant: tenant.name,
        state: 'failed',
        migrations: 0,
        ms: since(start),
        error: told(error),
      }),
    )
    stopped ||= result.state === 'failed'
    results.set(tenant, result)
    onResult?.(result)
  }
  for (const { name, error } of tenants.filter((tenant) => tenant.error !== undefined))
    onResult?.({ tenant: name, state: 'failed', migrations: 0, ms: 0, error: told(error) })
  const able = tenants.filter((tenant) => tenant.error === undefined)
  await waves(able.slice(0, canary), 1, one, () => stopped)
  await waves(able.slice(canary), parallel, one, () => stopped)
  return tenants.map(
    (tenant) =>
      results.get(tenant) ?? {
        tenant: tenant.name,
        state: tenant.error ? 'failed' : 'not run',
        migrations: 0,
        ms: 0,
        error: tenant.error ? told(tenant.error) : null,
      },
  )
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
 * A line of a list: a URL, `database NAME`, or `schema NAME`; `#` begins a comment. A line that says something else becomes a tenant
 * with an error, named by its number: the line itself may hold a password.
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

/** Asks the environment's database; the column must be called `database` or `schema`. */
export async function queryTenants(config: Knex.Config, sql: string): Promise<Tenant[]> {
  return withSession(config, {}, async ({ db }) => {
    const { rows } = (await db.query(sql)) as { readonly rows: readonly Readonly<Record<string, unknown>>[] }
    return rows.map(({ database, schema }): Tenant => {
      if (typeof database === 'string') return { name: database, database }
      if (typeof schema === 'string') return { name: schema, schema }
      throw new KnexusError(
        'bad-list',
        'The query has no column called database or schema',
        'Name it: SELECT nspname AS schema FROM ...',
      )
    })
  })
}

async function waves(
  tenants: readonly Tenant[],
  width: number,
  one: (tenant: Tenant) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  const rest = [...tenants]
  const worker = async () => {
    for (let tenant = rest.shift(); tenant && !stopped(); tenant = rest.shift()) await one(tenant)
  }
  await Promise.all(Array.from({ length: Math.max(1, width) }, worker))
}

function told(error: unknown): { code: string; message: string; cure: string } {
  if (error instanceof KnexusError) return { code: error.code, message: error.message, cure: error.cure }
  return { code: 'unforeseen', message: messageOf(error), cure: 'Run this one alone to see more.' }
}

function since(start: number): number {
  return Math.round(performance.now() - start)
}
