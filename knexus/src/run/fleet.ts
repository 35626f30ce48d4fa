import type { Knex } from 'knex'
import type { RunEvent } from '../migrations/events.ts'
import { codedError, type CodedError } from './coded-error.ts'
import { up, type UpOptions } from './runner.ts'
import { configOf, type Tenant } from './tenants.ts'

export interface FleetResult {
  readonly tenant: string
  readonly state: 'done' | 'failed' | 'not run'
  readonly migrations: number
  readonly ms: number
  /** Null unless it failed. */
  readonly error: CodedError | null
}

export interface FleetOptions extends Pick<UpOptions, 'settings' | 'to' | 'allowMissing'> {
  /** How many run side by side. 4 when absent. */
  readonly parallel?: number
  /** How many run first, one after the other; the rest only when all of them succeeded. 1 when absent. */
  readonly canary?: number
  /** Those in which nothing is pending, as a look at them said; they are not run. */
  readonly current?: ReadonlySet<Tenant>
  readonly on?: (tenant: string, event: RunEvent) => void
  readonly onResult?: (result: FleetResult) => void
  readonly onWave?: (wave: Wave) => void
}

/** Tenants that run before the next ones begin. */
export interface Wave {
  /** From 1. */
  readonly number: number
  readonly of: number
  readonly tenants: readonly string[]
  /** How many run side by side. */
  readonly parallel: number
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
  const { parallel = 4, canary = 1, current, on, onResult, onWave, ...rest } = options
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
        error: codedError(error),
      }),
    )
    stopped ||= result.state === 'failed'
    results.set(tenant, result)
    onResult?.(result)
  }
  for (const { name, error } of tenants.filter((tenant) => tenant.error !== undefined))
    onResult?.({ tenant: name, state: 'failed', migrations: 0, ms: 0, error: codedError(error) })
  const able = tenants.filter((tenant) => tenant.error === undefined && !current?.has(tenant))
  const waves = [
    { these: able.slice(0, canary), width: 1 },
    { these: able.slice(canary), width: parallel },
  ].filter(({ these }) => these.length > 0)
  for (const [at, { these, width }] of waves.entries()) {
    if (stopped) break
    onWave?.({ number: at + 1, of: waves.length, tenants: these.map(({ name }) => name), parallel: width })
    await run(these, width, one, () => stopped)
  }
  return tenants.map(
    (tenant) =>
      results.get(tenant) ?? {
        tenant: tenant.name,
        state: tenant.error ? 'failed' : current?.has(tenant) ? 'done' : 'not run',
        migrations: 0,
        ms: 0,
        error: tenant.error ? codedError(tenant.error) : null,
      },
  )
}

async function run(
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

function since(start: number): number {
  return Math.round(performance.now() - start)
}
