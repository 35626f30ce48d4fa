import { connect } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { cached, fingerprint, keep } from '../cache.ts'
import type { Change } from '../change.ts'
import type { Explained } from './causes.ts'
import { catalogFingerprint, type Fingerprint } from '../introspect/fingerprint.ts'
import type { Scope } from '../introspect/index.ts'
import { sourcesName } from '../modules/package.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { historyFiles, migratorConfig, type HistoryFile } from '../migrations/replay.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { scopeOf } from '../project/scope.ts'
import { contentOfFiles, contentOfModels } from '../sources/content.ts'
import type { Shadow } from '../shadow/index.ts'
import { sessionSettings, type SessionSettings } from '../shadow/session.ts'

/** What models, history and live database say of each other. All empty: they agree. */
export interface Agreement extends Compared {
  /** Files that did not run yet. */
  readonly pending: readonly string[]
  /** Rows of the history whose files are gone or edited. */
  readonly history: readonly string[]
  /** The last migration that ran; nothing where none did. */
  readonly ran: string | undefined
}

/** What comes of reading the database and building models and migrations. */
export interface Compared extends Explained {
  /** From what the history builds to what the models declare: `generate` has something to write. */
  readonly models: readonly Change[]
  /** Objects that no kind covers; they do not count as disagreement. */
  readonly unmanaged: readonly string[]
}

/** What is known of a live database that is what its migrations built. */
export type Calm = Pick<Compared, 'unmanaged'>

/** What is compared: a live database, the project, and how far its history has run there. */
export interface Sides {
  readonly db: Connection
  readonly project: Project
  readonly scope: Scope
  readonly all: readonly HistoryFile[]
  readonly applied: readonly HistoryFile[]
  /** Whether a file was edited after it ran, and does something else now. */
  readonly edited: boolean
  /** How a session in the database reads statements. */
  readonly reading: SessionSettings
}

export interface AgreementOptions {
  /** Whether everything is read and compared, whatever is kept. False when absent. */
  readonly fresh?: boolean
  /** A name for the place where the shadow would be: what was found with another one does not count. */
  readonly place?: string
}

/**
 * Compares the three sides. Where the catalogs' fingerprint says that the database is as it was when the same models
 * and migrations were compared with it, that answer is given, and neither a shadow is opened nor a definition read.
 * The live database is compared only with a shadow of its own major version, because another one prints expressions
 * differently: throws `shadow-major` where there is none.
 */
export async function agreement(
  project: Project,
  openShadow: () => Promise<Shadow>,
  { fresh = false, place = '' }: AgreementOptions = {},
): Promise<Agreement> {
  const db = await connect(settingsOfConnection(project))
  try {
    const [all, status, reading] = [await historyFiles(project), await judged(db, project), await sessionSettings(db)]
    const ran = new Set(status.applied.map(({ name }) => name))
    const sides: Sides = {
      db,
      project,
      scope: { ...scopeOf(project), dependencies: false, inventory: true },
      all,
      applied: status.pending.length === 0 ? all : all.filter(({ name }) => ran.has(name)),
      edited: status.entries.some(({ state }) => state === 'edited'),
      reading,
    }
    return {
      ...(await compared(sides, openShadow, fresh, place)),
      pending: status.pending.map(({ name }) => name),
      history: status.entries
        .filter(({ state }) => state !== 'applied' && state !== 'pending')
        .map(({ name, state }) => `${name} is ${state}`),
      ran: status.entries.flatMap(({ name, state }) => (state === 'applied' || state === 'edited' ? name : [])).at(-1),
    }
  } finally {
    await db.close()
  }
}

/** What files and database say; whether an edited file still does the same is only looked at where there is one. */
async function judged(db: Connection, project: Project): Promise<Status> {
  const status = await readStatus(db, migratorConfig(project))
  if (!status.entries.some(({ state }) => state === 'edited')) return status
  const { judgeEdits } = await import('../migrations/edited.ts')
  return judgeEdits(db, project.config, status)
}

/** What the same catalogs, migrations and models gave the last time; else all that it takes to compare them is loaded. */
async function compared(
  sides: Sides,
  openShadow: () => Promise<Shadow>,
  fresh: boolean,
  place: string,
): Promise<Compared> {
  // What a migrationSource builds is known by nothing that could be looked up.
  const isKnown = sides.all.every(({ path }) => path !== undefined)
  const stamp = fresh || !isKnown ? undefined : await takeStamp(sides.db)
  if (!stamp) return (await (await import('./compare.ts')).compare(sides, openShadow, { fresh })).found
  const keys = await keysOf(sides, place, stamp.origin)
  const [all, models, calm] = await Promise.all([
    kept<Compared>(keys.all(stamp)),
    kept<Compared['models']>(keys.models),
    kept<Calm>(keys.calm(stamp)),
  ])
  if (all) return all
  if (models && calm) return { models, drift: [], renamed: [], left: [], ...calm }
  const { compare } = await import('./compare.ts')
  const { found, taken } = await compare(sides, openShadow, { fresh, stamp, models, calm })
  // What was edited before it was loaded has another name by now, and neither name is that of the answer for sure.
  if ((await keysOf(sides, place, stamp.origin)).all(stamp) !== keys.all(stamp)) return found
  await keep(keys.models, JSON.stringify(found.models))
  if (taken) await keep(keys.all(taken), JSON.stringify(found))
  const isCalm = found.drift.length + found.renamed.length + found.left.length === 0
  if (taken && isCalm) await keep(keys.calm(taken), JSON.stringify({ unmanaged: found.unmanaged } satisfies Calm))
  return found
}

async function kept<T>(key: string): Promise<T | undefined> {
  const content = await cached(key)
  return content && (JSON.parse(content.toString()) as T)
}

/**
 * Names for all that an answer depends on: of everything; of models and migrations, which do not ask the live database; and of
 * the live catalogs and what ran there, where nothing has drifted.
 */
async function keysOf({ project, scope, all, applied, edited, reading }: Sides, place: string, origin: string) {
  const [history, ran, models] = await Promise.all([
    contentOfFiles(all, project),
    contentOfFiles(applied, project),
    contentOfModels(project.models),
  ])
  const about = [await sourcesName(), origin, place, reading.all, scope, project.settings.compare]
  const key = (name: string, ...parts: readonly unknown[]) =>
    `${name}-${fingerprint(JSON.stringify([about, parts]))}.json`
  return {
    all: ({ value }: Fingerprint) => key('checks', edited, history, ran, models, value),
    models: key('compared', history, models),
    calm: ({ value }: Fingerprint) => key('calm', ran, value),
  }
}

/** The live catalogs' fingerprint, taken again only where something was committed since the last time. */
async function takeStamp(db: Connection): Promise<Fingerprint | undefined> {
  const keyOf = (origin: string) => `fingerprint-${fingerprint(origin)}.json`
  let before: Fingerprint | undefined
  const taken = await catalogFingerprint(db, async (origin) => {
    const kept = await cached(keyOf(origin))
    before = kept && (JSON.parse(kept.toString()) as Fingerprint)
    return before
  })
  if (taken && taken !== before) await keep(keyOf(taken.origin), JSON.stringify(taken))
  return taken
}

/** Whether the three sides agree. */
export function agrees({ models, pending, drift, history }: Agreement): boolean {
  return models.length + pending.length + drift.length + history.length === 0
}
