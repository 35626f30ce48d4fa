import { join } from 'node:path'
import { KnexusError } from './base/errors.ts'
import { schemaOf, type Schema } from './schema.ts'
import { withAmbient } from './ambient.ts'
import { build } from './build.ts'
import { diff } from './diff.ts'
import { emit, type Migration } from './emit.ts'
import { introspect } from './introspect.ts'
import { loadModels } from './models.ts'
import type { Project } from './project.ts'
import { losses, rehearse } from './prove.ts'
import { proveFiles } from './prove-files.ts'
import { refuseLosses } from './refuse-losses.ts'
import { parseRename, pendingRenames } from './rename.ts'
import { historyFiles, migratorConfig, replay, type HistoryFile } from './replay.ts'
import { scopeOf } from './scope.ts'
import { seedRows, seeRows } from './rows.ts'
import { modelsSource } from './sources.ts'
import type { Shadow, ShadowDatabase } from './shadow.ts'

/** What `generate` is asked for. */
export interface GenerateOptions {
  readonly name: string
  /** What the models are compared with: what the migrations build, or a schema that was read from the live database. */
  readonly base?: { readonly schema: Schema; readonly files: readonly HistoryFile[] }
  /** `--rename OLD=NEW`, as given. */
  readonly renames: readonly string[]
  /** Hazards that are accepted: `data-loss`. */
  readonly allow: readonly string[]
  readonly now: Date
}

/** A file that was written, or would be. */
export interface GeneratedFile {
  readonly path: string
  readonly source: string
}

/** The files of one `generate`; none when the models are what the history builds. */
export interface Generated {
  readonly files: readonly GeneratedFile[]
  /** What was proved, and where: lines for the reader, also in the head of each file. */
  readonly notes: readonly string[]
}

/**
 * Finds the difference between models and history on a shadow, writes it as migrations, and proves the very files: up to
 * the models, down to the start, up again, and rows that were there before are still there. Writes nothing to disk.
 */
export async function generate(project: Project, shadow: Shadow, options: GenerateOptions): Promise<Generated> {
  const scope = scopeOf(project)
  const files = await historyFiles(project)
  const declared = await modelsSource(project.models).schema(async () => shadow, scope)
  const { objects, renames } = await loadModels(project.models)
  const db = await shadow.database()
  try {
    await start(db, project, files, options)
    const from = await introspect(db, scope)
    const target = withAmbient(declared, from, project.settings.compare)
    const filled = await seedRows(db)
    const rows = await seeRows(db)
    const asked = options.renames.map((text) => parseRename(text, from, schemaOf(objects)))
    const pending = pendingRenames([...renames, ...asked], from, new Map([...target, ...schemaOf(objects)]))
    const migrations = await rehearse(pending, target, db, scope)
    if (migrations.length === 0) return { files: [], notes: [] }
    refuseLosses(losses(migrations), diff(from, target), options.allow)
    const drafts = name(migrations, options, migratorConfig(project).directory, files)
    const lossAllowed = options.allow.includes('data-loss')
    const notes = await proveFiles(drafts, { from, target, db, scope, shadow, rows, filled: filled.length, lossAllowed })
    return { files: drafts.map(({ path, migration }) => ({ path, source: emit({ ...migration, notes: [...notes, ...migration.notes] }) })), notes }
  } finally {
    await db.close()
  }
}

/** Puts the shadow where the comparison begins. */
async function start(db: ShadowDatabase, project: Project, files: readonly HistoryFile[], { base }: GenerateOptions): Promise<void> {
  if (base) await build(base.schema, db)
  else await replay(files, project, db)
}

export interface Draft {
  readonly path: string
  readonly migration: Migration
}

/** Files are named as Knex names them, a second apart, and always after the newest that is there. */
function name(migrations: readonly Migration[], options: GenerateOptions, directory: string | readonly string[] | undefined, history: readonly HistoryFile[]): Draft[] {
  const folder = [directory ?? './migrations'].flat().at(-1)!
  const slug = options.name.trim().replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
  if (slug === '' || slug.length > 100) throw new KnexusError('bad-name', `"${options.name}" is no name for a migration.`, 'Use up to 100 letters, digits, "_" and "-".')
  const newest = history.map((file) => time(file.name)).filter((at) => at !== undefined).sort((a, b) => a - b).at(-1) ?? 0
  const first = Math.max(Math.floor(options.now.getTime() / 1000) * 1000, newest + 1000)
  return migrations.map((migration, index) => {
    const stamp = new Date(first + index * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14)
    return { path: join(folder, `${stamp}_${slug}${index === 0 ? '' : `_${index + 1}`}.ts`), migration }
  })
}

function time(file: string): number | undefined {
  const digits = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_/.exec(file)?.slice(1).map(Number)
  if (!digits) return undefined
  const [year, month, day, hour, minute, second] = digits as [number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
