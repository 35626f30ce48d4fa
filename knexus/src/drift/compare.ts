import { isDeepStrictEqual } from 'node:util'
import { withAmbient } from '../ambient.ts'
import { majorVersion, type Connection } from '../connection/connection.ts'
import { KnexusError } from '../base/errors.ts'
import { settle } from '../base/settle.ts'
import { cached, fingerprint, keep } from '../cache.ts'
import { diff } from '../diff.ts'
import type { Fingerprint } from '../introspect/fingerprint.ts'
import { inventory } from '../introspect/inventory.ts'
import { ask, catalogQuery, interpret, type Reading } from '../introspect/index.ts'
import { reworded } from '../reword.ts'
import type { Schema } from '../schema.ts'
import { filesSource, modelsSource, type BuiltSource } from '../sources/index.ts'
import type { Shadow } from '../shadow/index.ts'
import type { SessionSettings } from '../shadow/session.ts'
import { explained, type Explained, type Explaining } from './causes.ts'
import type { Calm, Compared, Sides } from './index.ts'

interface HowToCompare {
  readonly fresh: boolean
  /** The fingerprint from before; it is taken again with the reading. */
  readonly stamp?: Fingerprint | undefined
  /** What is known of the same models and migrations. */
  readonly models?: Compared['models'] | undefined
  /** What is known of the same catalogs and applied migrations, where nothing has drifted. The live database is not read then. */
  readonly calm?: Calm | undefined
}

/**
 * Reads the live database, builds the other sides on the shadow unless they are kept, and compares. What the same
 * catalogs gave the last time is not compared again unless `fresh`. `taken` is the fingerprint of the very snapshot
 * that was read.
 */
export async function compare(
  { db, project, scope, all, applied, edited, reading }: Sides,
  openShadow: () => Promise<Shadow>,
  { fresh, stamp, models: known, calm }: HowToCompare,
): Promise<{ readonly found: Compared; readonly taken: Fingerprint | undefined }> {
  const shadow = await shadowFor(db, reading, openShadow)
  const sources = {
    all: filesSource(all, project),
    applied: filesSource(applied, project),
    models: modelsSource(project.models),
  }
  const namesNow = () => Promise.all(Object.values(sources).map((source) => source.nameOf(shadow, scope)))
  const names = await namesNow()
  const asked = calm ? undefined : ask(db, scope, stamp && { fingerprint: stamp.query })
  let read: Promise<Reading> | undefined
  const live = () => (read ??= asked!.then((answer) => interpret(answer, scope)))
  const made = new Map<BuiltSource, Promise<Schema>>()
  const build = (source: BuiltSource): Promise<Schema> => {
    const schema =
      made.get(source) ??
      source.schema(async () => shadow, scope, {
        near: async () => (asked ? (await live()).schema : build(sources.all)),
        fresh,
      })
    made.set(source, schema)
    return schema
  }
  const missing = [...(known ? [] : [sources.all, sources.models]), ...(calm ? [] : [sources.applied])]
  // Also what is kept: to load it takes as long as the server reads.
  const [answer] = await settle([asked, settle(missing.map(build))])
  const { fingerprint: again, ...said } = Object.fromEntries(answer ?? [])
  // Not the stamp from before: a table made and dropped again in between leaves the catalogs with the stamp they had.
  const taken = stamp && again ? { ...stamp, ...(JSON.parse(again) as [Fingerprint])[0] } : undefined
  const compared = JSON.stringify([scope, project.settings.compare, names, edited])
  const words = Object.entries(said).flat().map(String)
  const key = `explained-${fingerprint(compared, catalogQuery(shadow.version, scope), ...words)}.json`
  const kept = fresh || !answer ? undefined : await cached(key)
  if (kept) return { found: JSON.parse(kept.toString()) as Compared, taken }
  const like = async (side: Schema, other: Schema) =>
    reworded(withAmbient(side, other, project.settings.compare), other, () => shadow.database(), scope)
  const models = async () => {
    const [history, declared] = await settle([build(sources.all), build(sources.models)])
    return diff(history, await like(declared, history))
  }
  const drift = async () => {
    const [ran, { schema, ...counted }] = [await build(sources.applied), await live()]
    const sides = () => settle([build(sources.all), build(sources.models)])
    return {
      ...(await driftOf(schema, ran, { sides, edited }, like)),
      unmanaged: (await inventory(db, counted, scope.schemas)).notManaged,
    }
  }
  const found: Compared = { models: known ?? (await models()), ...(calm ? { ...CALM, ...calm } : await drift()) }
  const keepAnswer = async () => {
    if (isDeepStrictEqual(await namesNow(), names)) await keep(key, JSON.stringify(found))
  }
  if (!answer) return { found, taken: stamp }
  await keepAnswer()
  return { found, taken }
}

type Like = (side: Schema, live: Schema) => Promise<Schema>

/** What no migration made in the live database; where there is something, every side is looked at for where it comes from. */
async function driftOf(
  live: Schema,
  applied: Schema,
  { sides, edited }: { readonly sides: () => Promise<[Schema, Schema]>; readonly edited: Explaining['edited'] },
  like: Like,
): Promise<Explained> {
  const ran = await like(applied, live)
  if (diff(ran, live).length === 0) return CALM
  const [history, models] = await sides()
  return explained({ live, ran, history: await like(history, live), models: await like(models, live), edited })
}

const CALM: Explained = { drift: [], renamed: [], left: [] }

/** A shadow that reads and prints as the live database does. */
async function shadowFor(db: Connection, reading: SessionSettings, openShadow: () => Promise<Shadow>): Promise<Shadow> {
  const [version, shadow] = [await majorVersion(db), (await openShadow()).like(reading)]
  if (shadow.version === version) return shadow
  throw new KnexusError(
    'shadow-major',
    `The database is PostgreSQL ${version}, and the shadow is ${shadow.description}: they print the same expression differently.`,
    `Name a server of version ${version} with --shadow, or in the knexfile.`,
  )
}
