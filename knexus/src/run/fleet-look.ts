import { codedError, type CodedError } from './coded-error.ts'
import type { Schema } from '../schema.ts'
import { cached, fingerprint, keep } from '../cache.ts'
import { sourcesName } from '../modules/package.ts'
import type { Entry, Status } from '../migrations/status.ts'
import type { Project } from '../project/index.ts'
import { digestsIn, sayDrift, type KeptPlace, type LookedAt } from './fleet-drift.ts'
import { Revisions } from './fleet-revisions.ts'
import { connected, placesOf, scopeFor, type Place } from './fleet-places.ts'
import type { Tenant } from './tenants.ts'
import { named } from './unnamed.ts'

/** How one of a fleet is. */
export interface Look {
  readonly tenant: string
  /** The last migration that ran there; null where none did. */
  readonly revision: string | null
  readonly pending: readonly string[]
  /** Rows of the history whose files are gone or edited, and migrations that stopped half-way. */
  readonly history: readonly string[]
  /** Whether every file ran, by the text that it has now, and nothing else did. */
  readonly current: boolean
  /** A name for its schema, the same for tenants that have the same. Null where nothing was compared. */
  readonly schema: string | null
  /** The first tenant in which the same migrations ran, which this one was compared with. Null where nothing was compared. */
  readonly first: string | null
  /** What this one has otherwise than the first. */
  readonly drift: readonly string[]
  /** Why it could not be looked at; null where it was. */
  readonly error: CodedError | null
}

export interface LookOptions {
  /** Whether tenants with the same history are compared with each other. */
  readonly compare: boolean
  /** Whether everything is read, whatever is kept from the last time. False when absent. */
  readonly fresh?: boolean
  /** How many databases are looked at side by side. 4 when absent. */
  readonly parallel?: number
}

/** What is kept of a fleet: its databases, and what was said of two schemas, by their names. */
interface Kept {
  readonly places: Readonly<Record<string, KeptPlace>>
  readonly drift: Readonly<Record<string, readonly string[]>>
}

/** What was found of one tenant. */
interface Found {
  readonly place: Place
  readonly status: Status
  readonly digest: string | undefined
}

/**
 * Looks at many databases and changes nothing: which migrations ran in each, and, where it is asked for, which differs from the
 * first one with the same history. A database is read only where its catalogs are not what they were the last time.
 */
export async function lookAtFleet(project: Project, tenants: readonly Tenant[], options: LookOptions): Promise<Look[]> {
  const scope = JSON.stringify(scopeFor(project, true))
  const key = `fleet-${fingerprint(await sourcesName(), project.knexfile, project.environment, scope)}.json`
  const kept = await recall(options.compare && !options.fresh ? key : undefined)
  const fleet = new Fleet(project, kept, options)
  await fleet.look(tenants)
  const looks: Look[] = []
  for (const tenant of tenants) looks.push(await fleet.tell(tenant))
  if (options.compare) await keep(key, JSON.stringify(fleet.toKeep()))
  return looks
}

async function recall(key: string | undefined): Promise<Kept> {
  const content = key === undefined ? undefined : await cached(key)
  return content ? (JSON.parse(content.toString()) as Kept) : { places: {}, drift: {} }
}

class Fleet {
  readonly #project: Project
  readonly #kept: Kept
  readonly #options: LookOptions
  readonly #revisions: Revisions
  readonly #found = new Map<Tenant, Found | Error>()
  readonly #places = new Map<string, KeptPlace>()
  readonly #drift = new Map<string, readonly string[]>()
  readonly #firsts = new Map<string, Tenant>()
  readonly #schemas = new Map<Place, Promise<ReadonlyMap<string, Schema>>>()

  constructor(project: Project, kept: Kept, options: LookOptions) {
    this.#project = project
    this.#kept = kept
    this.#options = options
    this.#revisions = new Revisions(project)
  }

  async look(tenants: readonly Tenant[]): Promise<void> {
    const waiting = placesOf(this.#project, tenants)
    const worker = async () => {
      for (let place = waiting.shift(); place; place = waiting.shift()) await this.#lookAt(place)
    }
    await Promise.all(Array.from({ length: this.#options.parallel ?? 4 }, worker))
    for (const tenant of tenants) {
      const wave = this.#waveOf(tenant)
      if (wave !== undefined && !this.#firsts.has(wave)) this.#firsts.set(wave, tenant)
    }
  }

  async tell(tenant: Tenant): Promise<Look> {
    const found = this.#found.get(tenant)
    const unknown = {
      tenant: tenant.name,
      revision: null,
      pending: [],
      history: [],
      current: false,
      schema: null,
      first: null,
      drift: [],
    }
    if (!found || found instanceof Error) return { ...unknown, error: codedError(found ?? tenant.error) }
    const { entries, pending } = found.status
    const isDone = ({ state, half, hint }: Entry) => state === 'applied' && half === null && hint === null
    const told = {
      tenant: tenant.name,
      revision: entries.findLast(({ applied }) => applied !== null)?.name ?? null,
      pending: pending.map(({ name }) => name),
      history: entries.flatMap(({ name, state, half }) => [
        ...(state === 'applied' || state === 'pending' ? [] : [`${name} is ${state}`]),
        ...(half ? [`${name} stopped half-way`] : []),
      ]),
      current: entries.every(isDone),
      schema: found.digest ?? null,
    }
    const first = this.#firsts.get(this.#waveOf(tenant)!)!
    if (!this.#options.compare || first === tenant) return { ...told, first: null, drift: [], error: null }
    try {
      return { ...told, first: first.name, drift: await this.#driftOf(tenant, first), error: null }
    } catch (error) {
      return { ...unknown, error: codedError(error) }
    }
  }

  toKeep(): Kept {
    return {
      places: { ...this.#kept.places, ...Object.fromEntries(this.#places) },
      drift: Object.fromEntries(this.#drift),
    }
  }

  async #lookAt(place: Place): Promise<void> {
    try {
      const { statuses, looked } = await connected(place.settings, async (db) => ({
        statuses: await this.#revisions.of(db, place.tenants),
        looked: this.#options.compare
          ? await digestsIn(db, place.tenants, place.scope, this.#kept.places[place.name])
          : undefined,
      }))
      if (looked) this.#keep(place, looked)
      for (const [tenant, status] of statuses)
        this.#found.set(
          tenant,
          status instanceof Error ? status : { place, status, digest: looked?.digests[tenant.name] },
        )
    } catch (error) {
      const thrown = error instanceof Error ? error : new Error(String(error))
      for (const tenant of place.tenants) this.#found.set(tenant, thrown)
    }
  }

  /** What was read of many namespaces is not read twice; that of many databases would not fit. */
  #keep(place: Place, { kept, schemas }: LookedAt): void {
    if (kept) this.#places.set(place.name, kept)
    if (schemas && place.tenants.length > 1) this.#schemas.set(place, Promise.resolve(schemas))
  }

  /** Tenants in which the same migrations ran. */
  #waveOf(tenant: Tenant): string | undefined {
    const found = this.#found.get(tenant)
    if (!found || found instanceof Error) return undefined
    return JSON.stringify([tenant.schema === undefined, found.status.applied.map(({ name }) => name).toSorted()])
  }

  async #driftOf(tenant: Tenant, first: Tenant): Promise<readonly string[]> {
    const [one, other] = [this.#found.get(first) as Found, this.#found.get(tenant) as Found]
    if (one.digest === other.digest) return []
    const pair = `${one.digest} ${other.digest}`
    const known = this.#drift.get(pair) ?? this.#kept.drift[pair]
    const lines = known ?? sayDrift(await this.#schemaOf(one.place, first), await this.#schemaOf(other.place, tenant))
    this.#drift.set(pair, lines)
    return lines.map((line) => named(line, tenant.name))
  }

  async #schemaOf(place: Place, tenant: Tenant): Promise<Schema> {
    const read = this.#schemas.get(place) ?? this.#read(place)
    if (place.tenants.length > 1) this.#schemas.set(place, read)
    return (await read).get(tenant.name)!
  }

  async #read({ settings, tenants, scope }: Place): Promise<ReadonlyMap<string, Schema>> {
    return connected(settings, async (db) => (await digestsIn(db, tenants, scope, undefined)).schemas!)
  }
}
