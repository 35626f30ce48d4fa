import { readFile } from 'node:fs/promises'
import { connect, type Settings } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { KnexusError, messageOf } from '../base/errors.ts'
import { settle } from '../base/settle.ts'
import { fingerprint } from '../cache.ts'
import { buildDiffering, saidOf } from '../build/differing.ts'
import { build } from '../build/index.ts'
import { buildNear } from '../build/near.ts'
import { introspect, read, withNeeds, type Scope } from '../introspect/index.ts'
import { inventory } from '../introspect/inventory.ts'
import { contentOfDeclared, contentOfFiles, contentOfModels } from './content.ts'
import type { Declared } from '../declare/context.ts'
import { loadModels } from './models.ts'
import { withoutCommands } from './script.ts'
import type { Project } from '../project/index.ts'
import { refuseDeclaredOutside } from './outside.ts'
import { builtSource, type Made, type Spare } from './built.ts'
import type { BuiltSource, Source, View } from './source.ts'
import { historyFiles, replayRest, statesOf, type HistoryFile } from '../migrations/replay.ts'
import { schemaOf, type Schema } from '../schema.ts'
import type { Shadow, ShadowDatabase } from '../shadow/index.ts'

export type { BuiltSource, Source, View } from './source.ts'

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

/**
 * What the models declare. The second time, unchanged models are not even loaded; of changed ones only what differs from
 * the last time is built.
 */
export function modelsSource(place: string, label = 'models'): BuiltSource {
  return sourceOf(
    place,
    label,
    () => contentOfModels(place),
    async () => loadModels(place),
  )
}

/** What models that are loaded declare, whatever their files say by now. */
export function declaredSource(place: string, { objects }: Pick<Declared, 'objects'>): BuiltSource {
  return sourceOf(
    place,
    'models',
    () => contentOfDeclared(objects),
    async () => ({ objects }),
  )
}

function sourceOf(
  place: string,
  label: string,
  content: () => Promise<readonly string[]>,
  declared: () => Promise<Pick<Declared, 'objects'>>,
): BuiltSource {
  return builtSource(
    label,
    content,
    async (db, { scope, spare }) => {
      const schema = schemaOf((await declared()).objects)
      refuseDeclaredOutside(schema, scope)
      return { said: saidOf(schema), ...(await buildModels(schema, db, scope, spare)) }
    },
    { spares: place },
  )
}

async function buildModels(
  declared: Schema,
  db: ShadowDatabase,
  scope: Scope,
  { precedent, near }: Spare,
): Promise<Made> {
  const before = await precedent?.()
  const built = before && (await buildDiffering(declared, before, db, scope))
  if (built) return { built }
  if (!near) await build(declared, db)
  const schema = near && (await buildNear(declared, near, db, scope))
  return { built: schema && { schema } }
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
      return {}
    },
    { states: (shadow) => statesOf(files, project, shadow) },
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
    ...builtSource(
      file,
      async () => ['sql', fingerprint(await text())],
      async (db) => {
        await run(db)
        return {}
      },
    ),
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
