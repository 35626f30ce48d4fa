import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withAmbient } from './ambient.ts'
import { KnexusError } from './base/errors.ts'
import type { Change } from './change.ts'
import { diff } from './diff.ts'
import { generate } from './generate.ts'
import type { Project } from './project.ts'
import { historyFiles, migratorConfig } from './replay.ts'
import type { Schema } from './schema.ts'
import { scopeOf } from './project/scope.ts'
import type { Shadow } from './shadow.ts'
import { filesSource, modelsSource } from './sources.ts'

/** How a project's migrations stand to its live database. */
export interface History {
  readonly files: readonly string[]
  /** From what the migrations build to what is there; empty when they build it. */
  readonly differences: readonly Change[]
}

/** Runs the migrations on a shadow and compares what they build with the live schema. A migrations folder that is not there is made. */
export async function compareHistory(project: Project, live: Schema, shadow: Shadow): Promise<History> {
  for (const folder of migrationFolders(project)) await mkdir(folder, { recursive: true })
  const files = await historyFiles(project)
  if (files.length === 0) return { files: [], differences: [] }
  const built = await filesSource(files, project).schema(async () => shadow, scopeOf(project))
  return { files: files.map(({ name }) => name), differences: diff(withAmbient(built, live, project.settings.compare), live) }
}

/** From the live schema to what the models build. */
export async function compareModels(project: Project, live: Schema, shadow: Shadow): Promise<readonly Change[]> {
  const built = await modelsSource(project.models).schema(async () => shadow, scopeOf(project))
  return diff(live, withAmbient(built, live, project.settings.compare))
}

/** A migration that builds the whole schema from nothing, proved like any other. The extension is the one the project's migrations have. */
export async function baseline(project: Project, shadow: Shadow, now: Date): Promise<{ readonly files: readonly { readonly path: string; readonly source: string }[]; readonly notes: readonly string[] }> {
  const { files, notes } = await generate(project, shadow, { name: 'baseline', renames: [], allow: [], now })
  if (readsTypeScript(project)) return { files, notes }
  const isModule = await isModuleFolder(project.root)
  return { notes, files: files.map(({ path, source }) => ({ path: path.replace(/\.ts$/, '.js'), source: asJavaScript(source, isModule) })) }
}

/** Whether plain Knex, as this project calls it, can be expected to load a migration in TypeScript. */
export function readsTypeScript(project: Project): boolean {
  const { extension, loadExtensions } = migratorConfig(project)
  if (loadExtensions && !loadExtensions.includes('.ts')) return false
  return extension === 'ts' || /\.[mc]?ts$/.test(project.knexfile)
}

/** The same migration without types: only the lines that declare a function, and the import of the type, have some. */
export function asJavaScript(source: string, isModule: boolean): string {
  const plain = source.replace(/^import type .*\n\n?/, '').replaceAll(/^(export async function (?:up|down)\()(knex)?(?:: Knex)?\): Promise<void> \{$/gm, '$1$2) {')
  return isModule ? plain : plain.replaceAll(/^export async function (up|down)\(/gm, 'exports.$1 = async function (').replace(/^export const config = /m, 'exports.config = ')
}

function migrationFolders(project: Project): string[] {
  return [migratorConfig(project).directory ?? './migrations'].flat()
}

/** Whether a `.js` file of the project is an ES module: what the nearest package.json says. */
async function isModuleFolder(from: string): Promise<boolean> {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file)) return isTypeModule(JSON.parse(await readFile(file, 'utf8')))
    if (folder === dirname(folder)) return false
  }
}

function isTypeModule(manifest: unknown): boolean {
  return typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module'
}

/** Throws `history-differs`: a baseline cannot follow migrations that build something else. */
export function refuseHistory({ files, differences }: History, say: (change: Change) => string): void {
  if (differences.length === 0) return
  throw new KnexusError('history-differs', `The ${files.length} migrations build something else than the database holds: ${differences.slice(0, 5).map(say).join('; ')}${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}.`,
    'Nothing was written. Bring them together first: run what is pending, or write what was done by hand as a migration and record it with `knexus stamp`. A baseline is for a database that no migration builds.')
}
