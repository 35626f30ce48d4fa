import { readFile } from 'node:fs/promises'
import { connect, type Settings } from './base/connect.ts'
import type { Connection } from './base/connection.ts'
import { KnexusError, messageOf } from './base/errors.ts'
import { fingerprint } from './cache.ts'
import { build } from './build.ts'
import { contentOf } from './sources/content.ts'
import { catalogQuery, introspect, read, type Scope } from './introspect.ts'
import { inventory } from './introspect/inventory.ts'
import { loadModels, modelFiles } from './sources/models.ts'
import type { Project } from './project.ts'
import { recall, remember } from './sources/memory.ts'
import { historyFiles, replay, type HistoryFile } from './replay.ts'
import { allKinds, schemaOf, type Schema } from './schema.ts'
import type { Shadow } from './shadow.ts'

/** Something that describes a schema. */
export interface Source {
  /** As the user wrote it. */
  readonly label: string
  /** Where the live database is, for a source that is one. */
  readonly live?: Settings
  /** The schema it describes, as PostgreSQL prints it. A live database is read where it is; the others are built on the shadow. */
  schema(shadow: () => Promise<Shadow>, scope: Scope): Promise<Schema>
  /** What is in a live database and covered by no kind. */
  unmanaged?(scope: Scope): Promise<readonly string[]>
}

/** No objects at all. */
export const emptySource: Source = { label: 'empty', schema: async () => new Map() }

/** A live database. */
export function liveSource(label: string, live: Settings): Source {
  return {
    label,
    live,
    schema: (_shadow, scope) => connected(live, (db) => introspect(db, scope)),
    unmanaged: (scope) => connected(live, async (db) => {
      const { handles } = await read(db, { ...scope, dependencies: false })
      return (await inventory(db, handles, scope.schemas)).notManaged
    }),
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
export function modelsSource(place: string, label = 'models'): Source {
  return {
    label,
    async schema(shadow, scope) {
      return remembered(await shadow(), scope, ['models', await contentOf(await modelFiles(place))], async (db) => {
        await build(schemaOf((await loadModels(place)).objects), db)
      })
    },
  }
}

/** What the migrations build, up to and including one of them. */
export function historySource(project: Project, upTo?: string): Source {
  const label = upTo === undefined ? 'migrations' : `migrations@${upTo}`
  return { label, schema: async (shadow, scope) => filesSource(await historyFiles(project, upTo), project).schema(shadow, scope) }
}

/** What some of the migrations build, run one after the other. */
export function filesSource(files: readonly HistoryFile[], project: Project): Source {
  return {
    label: 'migrations',
    async schema(shadow, scope) {
      return remembered(await shadow(), scope, ['migrations', ...files.map(({ name }) => name), await contentOf(files.map(({ path }) => path))],
        (db) => replay(files, project, db))
    },
  }
}

/** What an SQL script builds: `pg_dump -s` or a file written by hand; psql's own commands are left out. */
export function sqlSource(file: string): Source {
  return {
    label: file,
    async schema(shadow, scope) {
      const sql = await readFile(file, 'utf8').catch((error: unknown) => {
        throw new KnexusError('no-sql-file', `The file ${file} cannot be read: ${messageOf(error)}`, 'Correct the name.', { cause: error })
      })
      return remembered(await shadow(), scope, ['sql', fingerprint(sql)], async (db) => {
        try {
          await db.query(sql.replaceAll(/^\\.*$/gm, ''))
        } catch (error) {
          throw new KnexusError('sql-refused', `PostgreSQL refuses ${file}: ${messageOf(error)}`, 'Correct the script; it must run in an empty database.', { cause: error })
        }
      })
    },
  }
}

type ShadowDatabase = Awaited<ReturnType<Shadow['database']>>

/** A schema built on the shadow, kept under a name for all that it was made from: content, server version, scope and what is read. */
async function remembered(shadow: Shadow, { dependencies, ...scope }: Scope, content: readonly string[], make: (db: ShadowDatabase) => Promise<void>): Promise<Schema> {
  const key = `schema-${fingerprint(JSON.stringify([shadow.description.split(',')[0], scope]), catalogQuery(allKinds, shadow.version, true), ...content)}`
  const kept = await recall(key, dependencies !== false)
  if (kept) return kept
  const db = await shadow.database()
  try {
    await make(db)
    const schema = await introspect(db, scope)
    await remember(key, schema)
    return schema
  } finally {
    await db.close()
  }
}
