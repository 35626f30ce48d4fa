import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { KnexusError, messageOf } from '../base/errors.ts'
import { loadTogether } from '../modules/load.ts'
import { collect } from '../declare/collect.ts'
import type { Declared } from '../declare/context.ts'

const MODEL = /(?<!\.d|\.test|\.spec)\.[mc]?[tj]s$/

/** The model files of a folder, in order; or the one file. Throws `no-models-folder`. */
export async function modelFiles(place: string): Promise<string[]> {
  if (!existsSync(place))
    throw new KnexusError(
      'no-models-folder',
      `There are no models at ${place}.`,
      'Create the folder, or correct knexus.models in the knexfile.',
    )
  if (statSync(place).isFile()) return [place]
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && MODEL.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** Loads every model and collects what they declare. Throws `bad-model` for one that does not compile, `no-tables-declared` when nothing is exported. */
export async function loadModels(place: string): Promise<Declared> {
  const files = await modelFiles(place)
  let at = place
  const modules = await loadTogether(files, (file) => {
    at = file
  }).catch((error: unknown) => {
    if (error instanceof KnexusError) throw error
    throw new KnexusError(
      'bad-model',
      `The model ${relative(process.cwd(), at)} could not be loaded: ${messageOf(error)}`,
      'Correct the file; `npx tsc --noEmit` shows every place.',
      { cause: error },
    )
  })
  return collect(modules, files.length > 0 ? files.map((file) => relative(process.cwd(), file)) : [place])
}
