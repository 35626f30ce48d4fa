import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { Project } from '../project/index.ts'
import type { Style } from '../project/language.ts'
import { historyToAddTo } from '../migrations/replay.ts'
import { scopeOf } from '../project/scope.ts'
import { sayBetween } from '../diff.ts'
import type { WrittenInto } from '../pull/into/index.ts'
import { pull as pulled, withoutAmbient, type PulledFile } from '../pull/index.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'
import { sameMajor } from '../shadow/same-major.ts'
import { modelFiles } from '../sources/content.ts'
import { styleOfModels } from '../sources/language.ts'
import { modelsSource, viewsOf } from '../sources/index.ts'
import { sourceNamed } from '../sources/names.ts'
import { refuseNeededOutside } from '../sources/outside.ts'
import type { View } from '../sources/source.ts'
import type { Pulled, PulledInto, PullIntoOptions, PullOptions } from './types.ts'
import type { Workspace } from './workspace.ts'

/** A source as model files, as the types of the public function say. */
export async function pull(
  workspace: Workspace,
  { from = 'db', out, access = false, force = false }: PullOptions,
): Promise<Pulled> {
  const source = await sourceNamed(from, () => workspace.project())
  const project = source.ofProject ? await workspace.project() : await workspace.projectIfAny()
  const folder = folderFor(out, project)
  if (folder !== undefined && !force) await refuseToOverwrite(folder)
  const scope = source.ofProject && project ? scopeOf(project) : {}
  const open = () => workspace.shadow(source.live)
  const [{ schema: read, unmanaged }] = (await viewsOf([source], open, scope)) as [View]
  refuseNeededOutside(read, scope)
  const schema = access ? read : withoutAmbient(read, project?.settings.compare)
  const shadow = await open()
  if (source.live) await sameMajor(source.live, shadow)
  workspace.tell({ event: 'read', source: source.label, objects: schema.size })
  const { files, differences } = await pulled(schema, () => shadow.database(), scope, {
    told: workspace.progress,
    style: await styleFor(folder, project),
  })
  return {
    files,
    ...(folder === undefined ? { written: [], others: [] } : await writeModels(folder, files, force)),
    differences: differences.map(sayBetween('is only in the source', 'is only in the models')),
    source: source.label,
    objects: schema.size,
    left: read.size - schema.size,
    unmanaged,
    shadow: shadow.description,
  }
}

/** How models are written that go into a folder, as those of the project are, or its migrations. */
export async function styleFor(folder: string | undefined, project: Project | undefined): Promise<Style> {
  const newest = project && (await historyToAddTo(project)).at(-1)?.name
  return styleOfModels(resolve(folder ?? project?.models ?? '.'), project, newest)
}

/** The folder that was named, or that of the knexfile. Throws `bad-option` where there is no knexfile. */
function folderFor(out: PullOptions['out'], project: Project | undefined): string | undefined {
  if (out !== true) return out
  if (project) return project.models
  throw new KnexusError('bad-option', '--out is missing.', 'Name the folder that the files go to.')
}

/** Throws `files-there` where a folder holds models already. */
async function refuseToOverwrite(folder: string): Promise<void> {
  const there = existsSync(folder) ? await modelFiles(folder) : []
  if (there.length === 0) return
  const names = there.slice(0, 3).map((file) => relative(folder, file))
  throw new KnexusError(
    'files-there',
    `There are models in ${folder} already: ${names.join(', ')}${there.length > 3 ? ' ...' : ''}.`,
    'Name another folder with --out, or overwrite them with --force.',
  )
}

/**
 * Writes model files. Gives back their paths, from the working directory, and the other files of the folder, which are
 * models too.
 */
export async function writeModels(
  folder: string,
  files: readonly PulledFile[],
  force: boolean,
): Promise<Pick<Pulled, 'written' | 'others'>> {
  await mkdir(folder, { recursive: true })
  for (const { name, text } of files) await writeFile(join(folder, name), text, { flag: force ? 'w' : 'wx' })
  const names = new Set(files.map(({ name }) => name))
  return {
    written: [...names].map((name) => here(join(folder, name))),
    others: (await modelFiles(folder)).map((file) => relative(folder, file)).filter((file) => !names.has(file)),
  }
}

/** Declares in the models of the project what a source has and they do not declare. */
export async function pullInto(
  workspace: Workspace,
  { from = 'db', access = false }: PullIntoOptions,
): Promise<PulledInto> {
  const source = await sourceNamed(from, () => workspace.project())
  const project = await workspace.project()
  const shadow = await workspace.shadow(source.live)
  if (source.live) await sameMajor(source.live, shadow)
  const scope = scopeOf(project)
  const read = await source.schema(async () => shadow, scope)
  refuseNeededOutside(read, scope)
  const schema = access ? read : withoutAmbient(read, project.settings.compare)
  return { ...(await declareIn(project, shadow, schema)), source: source.label, shadow: shadow.description }
}

/** Writes what a schema has beside the models, or only some of it, into them. */
export async function declareIn(
  project: Project,
  shadow: Shadow,
  source: Schema,
  only?: ReadonlySet<Address>,
): Promise<Omit<PulledInto, 'source' | 'shadow'>> {
  const scope = scopeOf(project)
  const built = await modelsSource(project.models).schema(async () => shadow, scope)
  // It edits files with a compiler's parser, which nothing else of `generate` needs.
  const { pullInto: writeInto } = await import('../pull/into/index.ts')
  return fromHere(await writeInto({ place: project.models, built, source, only, scope }, () => shadow.database()))
}

function fromHere({ files, declared, unplaced }: WrittenInto): Omit<PulledInto, 'source' | 'shadow'> {
  return {
    written: files.map(here),
    declared: Object.fromEntries([...declared].map(([address, file]) => [address, here(file)])),
    unplaced,
  }
}

function here(file: string): string {
  return relative(process.cwd(), resolve(file))
}
