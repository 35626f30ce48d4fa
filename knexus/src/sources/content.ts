import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { contentOf } from '../modules/content.ts'
import { sourcesName } from '../modules/package.ts'
import type { AnyObject } from '../kinds/index.ts'
import type { HistoryFile } from '../migrations/replay.ts'
import { nameOfSession } from '../migrations/session.ts'
import { contentOfHistory } from '../migrations/texts.ts'
import type { Project } from '../project/index.ts'

const MODEL = /(?<!\.d|\.test|\.spec)\.[mc]?[tj]s$/

/** The absolute paths of the model files of a folder, in order; or of the one file. Throws `no-models-folder`. */
export async function modelFiles(place: string): Promise<string[]> {
  if (!existsSync(place))
    throw new KnexusError(
      'no-models-folder',
      `There are no models at ${place}.`,
      'Create the folder, or correct knexus.models in the knexfile.',
    )
  if (statSync(place).isFile()) return [resolve(place)]
  const entries = await readdir(resolve(place), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && MODEL.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** A name for what models say, without loading them: another version of this package may read them otherwise. */
export async function contentOfModels(place: string): Promise<readonly string[]> {
  return ['models', await sourcesName(), await contentOf(await modelFiles(place))]
}

/** A name for what was declared. */
export async function contentOfDeclared(objects: readonly AnyObject[]): Promise<readonly string[]> {
  return ['declared', await sourcesName(), JSON.stringify(objects)]
}

/** A name for what some of the migrations say, and how their sessions begin. */
export async function contentOfFiles(files: readonly HistoryFile[], project: Project): Promise<readonly string[]> {
  return ['migrations', nameOfSession(project), ...files.map(({ name }) => name), await contentOfHistory(files)]
}
