import { readFile } from 'node:fs/promises'
import { connect, type Settings } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { settle } from '../base/settle.ts'
import { fingerprint } from '../cache.ts'
import { build } from '../build/index.ts'
import { buildNear } from '../build/near.ts'
import { ask, catalogQuery, interpret, introspect, read, withNeeds, type Scope } from '../introspect/index.ts'
import { inventory } from '../introspect/inventory.ts'
import { contentOfFiles, contentOfModels } from './content.ts'
import { loadModels } from './models.ts'
import { withoutCommands } from './script.ts'
import type { Project } from '../project/index.ts'
import { refuseDeclaredOutside } from './outside.ts'
import { recall, remember, type Built } from './memory.ts'
import { historyFiles, replayRest, statesOf, type HistoryFile } from '../migrations/replay.ts'
import { schemaOf, type Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

/** Something that describes a schema. */
export interface Source {
  /** As the user wrote it. */
  readonly label: string
  /** Where the live database is, for a source that is one. */
  readonly live?: Settings
  /**
   * The schema it describes, as PostgreSQL prints it. A live database is read where it is; the others are built on the shadow.
   * `near`: one that is expected to be much the same, read from a server of the shadow's version; then models may be
   * built faster.
   */
  schema(shadow: () => Promise<Shadow>, scope: Scope, near?: () => Promise<Schema>): Promise<Schema>
  /** For a live database: the schema, and what is there beside it, of one snapshot. */
  view?(scope: Scope, shadow: () => Promise<Shadow>): Promise<View>
}

/** What a source describes, and what is in its database and covered by no kind. */
export interface View {
  readonly schema: Schema
  readonly unmanaged: readonly string[]
}

/** A source that is built on the shadow. */
export interface BuiltSource extends Source {
  /** A name for what it builds there: the same content on the same server has the same one. */
  nameOf(shadow: Shadow, scope: Scope): Promise<string>
}

/** No objects at all. */
export const emptySource: Source = { label: 'empty', schema: async () => new Map() }

/** A live database. */
export function liveSource(label: string, live: Settings): Source {
  return {
    label,
    live,
    schema: (_shadow, scope) => connected(live, (db) => introspect(db, scope)),
    view: (scope) => connected(live, (db) => viewOf(db, scope)),
  }
}

async function connected<R>(live: Settings, use: (db: Connection) => Promise<R>): Promise<R> {
  const db = await connect(live)
  try {
    return await use(db)
  } finally {
    await db.close()
  }
}

/** What the models declare. The second time, unchanged models are not even loaded. */
export function modelsSource(place: string, label = 'models'): BuiltSource {
  return builtSource(
    label,
    () => contentOfModels(place),
    async (db, { scope, near }) => {
      const declared = schemaOf((await loadModels(place)).objects)
      refuseDeclaredOutside(declared, scope)
      return near ? buildNear(declared, near, db, scope) : build(declared, db)
    },
  )
}

/** What the migrations build, up to and including one of them. */
export function historySource(project: Project, upTo?: string): Source {
  const label = upTo === undefined ? 'migrations' : `migrations@${upTo}`
  return {
    label,
    schema: async (shadow, scope) => filesSource(await historyFiles(project, upTo), project).schema(shadow, scope),
  }
}

/** What some of the migrations build, run one after the other. */
export function filesSource(files: readonly HistoryFile[], project: Project): BuiltSource {
  return builtSource(
    'migrations',
    () => contentOfFiles(files, project),
    async (db, { states }) => {
      await replayRest(files, states, project, db)
    },
    (shadow) => statesOf(files, project, shadow),
  )
}

/** What an SQL script builds: `pg_dump -s` or a file written by hand; psql's own commands are left out. */
export function sqlSource(file: string): BuiltSource {
  const text = () =>
    readFile(file, 'utf8').catch((error: unknown) => {
      throw new KnexusError(
        'no-sql-file',
        `The file ${file} cannot be read: ${messageOf(error)}`,
        'Correct the name.',
        { cause: error },
      )
    })
  const run = async (db: ShadowDatabase) => {
    const commands = withoutCommands(await text())
    try {
      await db.query(commands)
    } catch (error) {
      throw new KnexusError(
        'sql-refused',
        `PostgreSQL refuses ${file}: ${messageOf(error)}`,
        'Correct the script; it must run in an empty database.',
        { cause: error },
      )
    }
  }
  return {
    ...builtSource(file, async () => ['sql', fingerprint(await text())], run),
    async view(scope, shadow) {
      const db = await (await shadow()).database()
      try {
        await run(db)
        return await viewOf(db, scope)
      } finally {
        await db.close()
      }
    },
  }
}

async function viewOf(db: Connection, scope: Scope): Promise<View> {
  const { schema, needs, ...counted } = await read(db, { ...scope, inventory: true })
  return { schema: withNeeds(schema, needs), unmanaged: (await inventory(db, counted, scope.schemas)).notManaged }
}

/** What several sources describe, looked at side by side. */
export function viewsOf(sources: readonly Source[], shadow: () => Promise<Shadow>, scope: Scope): Promise<View[]> {
  return settle(
    sources.map(
      async (source) => source.view?.(scope, shadow) ?? { schema: await source.schema(shadow, scope), unmanaged: [] },
    ),
  )
}

/**
 * Makes what a source describes in a database that is empty or in one of the states. Gives the schema where it had to
 * read it on the way.
 */
type Make = (db: ShadowDatabase, how: HowToMake) => Promise<Schema | void>

interface HowToMake {
  readonly scope: Scope
  readonly near?: (() => Promise<Schema>) | undefined
  /** What the database may begin with, what it is to be at the end first. */
  readonly states: readonly string[]
}

/**
 * A schema built on the shadow, kept under a name for all that it was made from: content, server version, scope and
 * what is read.
 */
function builtSource(
  label: string,
  content: () => Promise<readonly string[]>,
  make: Make,
  states: (shadow: Shadow) => Promise<readonly string[]> = async () => [],
): BuiltSource {
  const nameOf = async (shadow: Shadow, scope: Scope) => {
    const managed = JSON.stringify([
      shadow.description.split(',')[0],
      shadow.reading,
      { ...scope, dependencies: undefined, inventory: undefined },
    ])
    return `schema-${fingerprint(managed, catalogQuery(shadow.version), ...(await content()))}`
  }
  return {
    label,
    nameOf,
    async schema(open, scope, near) {
      const shadow = await open()
      const key = await nameOf(shadow, scope)
      const dependencies = scope.dependencies !== false
      const kept = await recall(key, dependencies)
      if (kept) return kept
      const name = `${key} ${dependencies}`
      const started =
        underWay.get(name) ??
        states(shadow)
          .then((list) =>
            buildAndRemember(key, shadow, make, { scope, near: dependencies ? undefined : near, states: list }),
          )
          .finally(() => underWay.delete(name))
      underWay.set(name, started)
      const { schema, needs } = await started
      return withNeeds(schema, needs)
    },
  }
}

/** What is being built, by name: two sources with the same content are built once. */
const underWay = new Map<string, Promise<Built>>()

/**
 * What cannot be built near something is built from nothing, which also tells what is wrong with it. The database
 * goes while what was read of it is looked into.
 */
async function buildAndRemember(key: string, shadow: Shadow, make: Make, how: HowToMake): Promise<Built> {
  const db = await shadow.database(how.states)
  const scope = { ...how.scope, inventory: false }
  let closed: Promise<void> | undefined
  const close = (keepAs?: string) => (closed ??= db.close(keepAs))
  try {
    const begun = performance.now()
    const schema = await make(db, { ...how, scope })
    const took = performance.now() - begun
    const answer = schema ? undefined : await ask(db, scope)
    const isNew = how.states[0] !== db.state && (await db.keepable?.(took)) === true
    await close(isNew ? how.states[0] : undefined)
    const built = answer ? interpret(answer, scope) : { schema: schema! }
    await remember(key, built)
    return built
  } catch (error) {
    if (!how.near || !(error instanceof KnexusError)) throw error
  } finally {
    await close()
  }
  return buildAndRemember(key, shadow, make, { ...how, near: undefined })
}
