import { quoteLiteral } from '../base/sql.ts'
import { type Connection, type Result, rows } from '../connection/connection.ts'
import { judgeEdits } from '../migrations/edited.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { findTables, tableNames, tableNamesSql, type Tables } from '../migrations/tables.ts'
import type { Project } from '../project/index.ts'
import { configOf, type Tenant } from './tenants.ts'

/**
 * How many histories are asked for in one message, whose statements hold locks on two tables each until its end. A
 * statement for each: planned all in one, they take four times as long.
 */
const AT_ONCE = 200

/** What files and history say of every tenant: equal histories are looked at once. */
export class Revisions {
  readonly #project: Project
  readonly #known = new Map<string, Promise<Status>>()

  constructor(project: Project) {
    this.#project = project
  }

  /** Of the tenants in one database; an error for one whose history cannot be read. */
  async of(db: Connection, tenants: readonly Tenant[]): Promise<ReadonlyMap<Tenant, Status | Error>> {
    const tables = await this.#tablesOf(db, tenants)
    const keys = new Map<Tenant, string | Error>()
    for (let at = 0; at < tenants.length; at += AT_ONCE)
      for (const [tenant, key] of await keysOf(db, tenants.slice(at, at + AT_ONCE), tables)) keys.set(tenant, key)
    const found = new Map<Tenant, Status | Error>()
    for (const [tenant, key] of keys)
      found.set(tenant, key instanceof Error ? key : await this.#status(db, tenant, key))
    return found
  }

  #status(db: Connection, tenant: Tenant, key: string): Promise<Status> {
    const { config } = this.#project
    const read = async () => {
      const led = configOf(config, tenant)
      return judgeEdits(db, led, await readStatus(db, led.migrations ?? {}))
    }
    const status = this.#known.get(key) ?? read()
    this.#known.set(key, status)
    return status
  }

  /** Where each keeps its history; nothing for a namespace that is not there. */
  async #tablesOf(db: Connection, tenants: readonly Tenant[]): Promise<ReadonlyMap<Tenant, Tables>> {
    const { migrations = {} } = this.#project.config
    const schemas = tenants.flatMap(({ schema }) => schema ?? [])
    const [history, , journal] = tableNames(migrations)
    const present = await rows<{ schema: string; tables: string[] }>(
      db,
      `SELECT n.nspname AS schema, array_agg(c.relname::text) AS tables FROM pg_catalog.pg_namespace n
       LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = ANY ($2) WHERE n.nspname = ANY ($1) GROUP BY 1`,
      [schemas, [history, journal]],
    )
    const tablesIn = new Map(present.map(({ schema, tables }) => [schema, new Set(tables)]))
    const found: [Tenant, Tables][] = []
    for (const tenant of tenants) {
      const there = tenant.schema === undefined ? undefined : tablesIn.get(tenant.schema)
      if (tenant.schema === undefined) found.push([tenant, await findTables(db, migrations)])
      else if (there) {
        const exist = { migrations: there.has(history), lock: true, journal: there.has(journal) }
        found.push([tenant, { ...tableNamesSql({ ...migrations, schemaName: tenant.schema }), exist }])
      }
    }
    return new Map(found)
  }
}

type Keys = ReadonlyMap<Tenant, string | Error>

/** A name for each history: what ran in which order, by which text of its file, and what stopped half-way. */
async function keysOf(db: Connection, tenants: readonly Tenant[], tables: ReadonlyMap<Tenant, Tables>): Promise<Keys> {
  const keys = new Map<Tenant, string | Error>()
  const asked = tenants.flatMap((tenant) => {
    const known = tables.get(tenant)
    if (!known) keys.set(tenant, new Error(`There is no namespace ${tenant.name}`))
    else if (!known.exist.migrations) keys.set(tenant, '')
    return known?.exist.migrations ? [{ tenant, sql: keyQuery(known) }] : []
  })
  if (asked.length === 0) return keys
  try {
    const results: readonly Result[] = [
      await db.query(asked.map(({ sql }) => `SELECT ${sql} AS key`).join(';\n')),
    ].flat()
    for (const [at, { tenant }] of asked.entries())
      keys.set(tenant, (results[at]!.rows[0] as { key: string | null }).key ?? '')
    return keys
  } catch (error) {
    if (asked.length === 1) return keys.set(asked[0]!.tenant, error as Error)
    for (const { tenant } of asked) for (const [one, key] of await keysOf(db, [tenant], tables)) keys.set(one, key)
    return keys
  }
}

function keyQuery({ migrations, journal, exist }: Tables): string {
  if (!exist.journal) return `(SELECT md5(string_agg(m.name, E'\\n' ORDER BY m.id)) FROM ${migrations} m)`
  const joined = `LEFT JOIN ${journal} j ON j.migration = m.name AND j.kind = 'up' AND j.key = m.id::text`
  const line = `concat_ws(E'\\t', m.name, j.detail->>'checksum', j.detail->>'work')`
  const half =
    `SELECT string_agg(concat_ws(E'\\t', h.migration, h.detail->>'direction'), E'\\n' ORDER BY h.migration, ` +
    `h.key) FROM ${journal} h WHERE h.kind = ${quoteLiteral('step')}`
  return `md5(concat_ws(E'\\f', (SELECT string_agg(${line}, E'\\n' ORDER BY m.id) FROM ${migrations} m ${joined}), (${half})))`
}
