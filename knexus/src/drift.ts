import { withAmbient } from './ambient.ts'
import { connect } from './connection/connect.ts'
import { majorVersion, type Connection } from './connection/connection.ts'
import { KnexusError } from './base/errors.ts'
import { settle } from './base/settle.ts'
import { cached, fingerprint, keep } from './cache.ts'
import type { Change } from './change.ts'
import { diff } from './diff.ts'
import { catalogFingerprint, type Fingerprint } from './introspect/fingerprint.ts'
import { inventory } from './introspect/inventory.ts'
import { ask, catalogQuery, interpret, type Reading, type Scope } from './introspect/index.ts'
import { settingsOfConnection, type Project } from './project/index.ts'
import { historyFiles, migratorConfig } from './migrations/replay.ts'
import { readStatus, type Status } from './migrations/status.ts'
import { reworded } from './reword.ts'
import type { Schema } from './schema.ts'
import { scopeOf } from './project/scope.ts'
import { filesSource, modelsSource, type BuiltSource } from './sources/index.ts'
import { isRemembered } from './sources/memory.ts'
import type { Shadow } from './shadow/index.ts'
import { sessionSettings } from './shadow/session.ts'

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
 * one prints expressions differently: throws `shadow-major` where there is none. What the same catalogs, migrations and
 * models gave the last time is not computed again, and by their fingerprint not even read again unless `fresh`.
 */
export async function agreement(
  project: Project,
  openShadow: () => Promise<Shadow>,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<Agreement> {
  const db = await connect(settingsOfConnection(project))
  try {
    const [version, place] = [await majorVersion(db), await openShadow()]
    const shadow = place.like(await sessionSettings(db))
    if (shadow.version !== version) {
      throw new KnexusError(
        'shadow-major',
        `The database is PostgreSQL ${version}, and the shadow is ${shadow.description}: they print the same expression differently.`,
        `Name a server of version ${version} with --shadow, or in the knexfile.`,
      )
    }
    const [files, status] = [await historyFiles(project), await judged(db, project)]
    const applied = new Set(status.applied.map(({ name }) => name))
    const sources = {
      all: filesSource(files, project),
      applied: filesSource(
        status.pending.length === 0 ? files : files.filter(({ name }) => applied.has(name)),
        project,
      ),
      models: modelsSource(project.models),
    }
    return {
      ...(await compared(db, shadow, sources, project, fresh)),
      pending: status.pending.map(({ name }) => name),
      history: status.entries
        .filter(({ state }) => state !== 'applied' && state !== 'pending')
        .map(({ name, state }) => `${name} is ${state}`),
    }
  } finally {
    await db.close()
  }
}

/** What files and database say; whether an edited file still does the same is only looked at where there is one. */
async function judged(db: Connection, project: Project): Promise<Status> {
  const status = await readStatus(db, migratorConfig(project))
  if (!status.entries.some(({ state }) => state === 'edited')) return status
  const { judgeEdits } = await import('./migrations/edited.ts')
  return judgeEdits(db, project.config, status)
}

type Compared = Pick<Agreement, 'models' | 'drift' | 'unmanaged'>

async function compared(
  db: Connection,
  shadow: Shadow,
  sources: Readonly<Record<'all' | 'applied' | 'models', BuiltSource>>,
  project: Project,
  fresh: boolean,
): Promise<Compared> {
  const scope: Scope = { ...scopeOf(project), dependencies: false, inventory: true }
  const { compare } = project.settings
  const [names, stamp] = await Promise.all([
    Promise.all(Object.values(sources).map((source) => source.nameOf(shadow, scope))),
    fresh ? undefined : takeStamp(db),
  ])
  const keyOf = (...live: readonly string[]) =>
    `agreement-${fingerprint(JSON.stringify([scope, compare, names]), catalogQuery(shadow.version, scope), ...live)}.json`
  const unread = stamp && (await cached(keyOf(stampOf(stamp))))
  if (unread) return JSON.parse(unread.toString()) as Compared
  const asked = ask(db, scope, stamp && { fingerprint: stamp.query })
  let reading: Promise<Reading> | undefined
  const live = () => (reading ??= asked.then((answer) => interpret(answer, scope)))
  const build = (source: BuiltSource) =>
    source.schema(
      async () => shadow,
      scope,
      async () => (await live()).schema,
    )
  const buildAll = () => settle([build(sources.all), build(sources.applied), build(sources.models)])
  // What has to be built anyway is built while the live catalogs are read.
  const [answer, built] = await settle([asked, names.every(isRemembered) ? undefined : buildAll()])
  const { fingerprint: read, ...said } = Object.fromEntries(answer)
  const keys = [keyOf(...Object.entries(said).flat().map(String))]
  // Not the stamp from before: a table made and dropped again in between leaves the catalogs with the stamp they had.
  if (stamp && read) keys.push(keyOf(stampOf({ ...stamp, ...(JSON.parse(read) as [Fingerprint])[0] })))
  const kept = fresh ? undefined : await cached(keys[0]!)
  if (kept) {
    for (const key of keys) await keep(key, kept)
    return JSON.parse(kept.toString()) as Compared
  }
  const [[all, applied, models], { schema, ...counted }] = [built ?? (await buildAll()), await live()]
  const meant = (from: Schema, to: Schema) => reworded(from, to, () => shadow.database(), scope)
  const found = {
    models: diff(all, await meant(withAmbient(models, all, compare), all)),
    drift: diff(await meant(withAmbient(applied, schema, compare), schema), schema),
    unmanaged: (await inventory(db, counted, scope.schemas)).notManaged,
  }
  for (const key of keys) await keep(key, JSON.stringify(found))
  return found
}

/** The live catalogs' fingerprint, taken again only where something was committed since the last time. */
async function takeStamp(db: Connection): Promise<Fingerprint | undefined> {
  const keyOf = (origin: string) => `fingerprint-${fingerprint(origin)}.json`
  const taken = await catalogFingerprint(db, async (origin) => {
    const kept = await cached(keyOf(origin))
    return kept && (JSON.parse(kept.toString()) as Fingerprint)
  })
  if (taken) await keep(keyOf(taken.origin), JSON.stringify(taken))
  return taken
}

function stampOf({ origin, value }: Fingerprint): string {
  return `${origin} ${value}`
}

/** Whether the three sides agree. */
export function agrees({ models, pending, drift, history }: Agreement): boolean {
  return models.length + pending.length + drift.length + history.length === 0
}
