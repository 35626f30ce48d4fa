import { withAmbient } from './ambient.ts'
import { connect } from './base/connect.ts'
import { majorVersion } from './base/connection.ts'
import { KnexusError } from './base/errors.ts'
import type { Change } from './change.ts'
import { diff } from './diff.ts'
import { inventory } from './introspect/inventory.ts'
import { read, type Scope } from './introspect.ts'
import { settingsOfConnection, type Project } from './project.ts'
import { historyFiles, migratorConfig } from './replay.ts'
import { readStatus, type Status } from './run/history.ts'
import type { Schema } from './schema.ts'
import { scopeOf } from './project/scope.ts'
import { filesSource, modelsSource } from './sources.ts'
import type { Shadow } from './shadow.ts'

/** What models, history and live database say of each other. All empty: they agree. */
export interface Agreement {
  /** From what the history builds to what the models declare: `generate` has something to write. */
  readonly models: readonly Change[]
  /** Files that did not run yet. */
  readonly pending: readonly string[]
  /** From what the applied part of the history builds to what is there: somebody changed the database. */
  readonly drift: readonly Change[]
  /** Rows of the history whose files are gone or edited. */
  readonly history: readonly string[]
  /** Objects that no kind covers; they do not count as disagreement. */
  readonly unmanaged: readonly string[]
}

/**
 * Compares the three sides. The live database is compared only with a shadow of its own major version, because another
 * one prints expressions differently: throws `shadow-major` where there is none.
 */
export async function agreement(project: Project, openShadow: () => Promise<Shadow>): Promise<Agreement> {
  const scope: Scope = { ...scopeOf(project), dependencies: false }
  const live = await readLive(project, scope)
  const shadow = await openShadow()
  if (shadow.version !== live.version) {
    throw new KnexusError('shadow-major', `The database is PostgreSQL ${live.version}, and the shadow is ${shadow.description}: they print the same expression differently.`,
      `Name a server of version ${live.version} with --shadow, or in the knexfile.`)
  }
  const files = await historyFiles(project)
  const built = (names: ReadonlySet<string>) => filesSource(files.filter(({ name }) => names.has(name)), project).schema(async () => shadow, scope)
  const all = await built(new Set(files.map(({ name }) => name)))
  const { pending, entries } = live.status
  const { compare } = project.settings
  const expected = pending.length === 0 ? all : await built(new Set(live.status.applied.map(({ name }) => name)))
  return {
    models: diff(all, withAmbient(await modelsSource(project.models).schema(async () => shadow, scope), all, compare)),
    pending: pending.map(({ name }) => name),
    drift: diff(withAmbient(expected, live.schema, compare), live.schema),
    history: entries.filter(({ state }) => state !== 'applied' && state !== 'pending').map(({ name, state }) => `${name} is ${state}`),
    unmanaged: live.unmanaged,
  }
}

interface Live {
  readonly version: number
  readonly schema: Schema
  readonly status: Status
  readonly unmanaged: readonly string[]
}

async function readLive(project: Project, scope: Scope): Promise<Live> {
  const db = await connect(settingsOfConnection(project))
  try {
    const { schema, handles } = await read(db, scope)
    const { notManaged } = await inventory(db, handles, scope.schemas)
    return { version: await majorVersion(db), schema, status: await readStatus(db, migratorConfig(project)), unmanaged: notManaged }
  } finally {
    await db.close()
  }
}

/** Whether the three sides agree. */
export function agrees({ models, pending, drift, history }: Agreement): boolean {
  return models.length + pending.length + drift.length + history.length === 0
}
