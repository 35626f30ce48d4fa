import { addresses } from '../base/address.ts'
import { connect, type Settings } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import type { Scope } from '../introspect/index.ts'
import { tableNames } from '../migrations/tables.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { allKinds } from '../schema.ts'
import { configOf, type Tenant } from './tenants.ts'

/** A database with those of the fleet that are in it. */
export interface Place {
  readonly name: string
  readonly settings: Settings
  readonly tenants: readonly Tenant[]
  readonly scope: Scope
}

/** All namespaces are in the environment's database, and every other tenant is a database of its own. */
export function placesOf(project: Project, tenants: readonly Tenant[]): Place[] {
  const able = tenants.filter(({ error }) => error === undefined)
  const within = able.filter(({ schema }) => schema !== undefined)
  const own = able.filter(({ schema }) => schema === undefined)
  const place = (name: string, these: readonly Tenant[], isOne: boolean): Place => ({
    name,
    settings: settingsOfConnection({
      ...project,
      config: isOne ? configOf(project.config, these[0]!) : project.config,
    }),
    tenants: these,
    scope: scopeFor(project, !isOne),
  })
  return [
    ...(within.length > 0 ? [place('', within, false)] : []),
    ...own.map((tenant) => place(tenant.name, [tenant], true)),
  ]
}

/** Connects, does the work, and closes. */
export async function connected<R>(settings: Settings, use: (db: Connection) => Promise<R>): Promise<R> {
  const db = await connect(settings)
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}

/**
 * What of a database is compared: as in a check, but owners and privileges only where the knexfile asks for them; of
 * namespaces, every history is left out.
 */
export function scopeFor(project: Project, isWithin: boolean): Scope {
  const { exclude, ...scope } = scopeOf(project)
  const ambient = allKinds.filter(({ kind, ambient }) => ambient && !project.settings.compare?.includes(kind))
  const books = tableNames(project.config.migrations ?? {}).map((name) => addresses.table(`*.${name}`))
  return {
    ...scope,
    exclude: isWithin ? [...(project.settings.exclude ?? []), ...books] : exclude,
    ...(isWithin && { schemas: undefined }),
    without: [...(scope.without ?? []), ...ambient.map(({ kind }) => kind)],
    dependencies: false,
    inventory: false,
  }
}
