import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { KnexusError } from '../base/errors.ts'
import { load, loadTogether, type Loaded } from '../modules/load.ts'
import { mayMissExports, missingExport, type MissingExport } from '../modules/imports.ts'
import { placeOf, placeOfWord, reasonOf, sayPlace, unmasked } from '../modules/place.ts'
import { collect } from '../declare/collect.ts'
import { modelFiles } from './content.ts'
import type { Declared } from '../declare/context.ts'

/**
 * Loads every model and collects what they declare. Throws `bad-model` for one that does not compile,
 * `no-tables-declared` when nothing is exported.
 */
export async function loadModels(place: string): Promise<Declared> {
  const { files, modules } = await loadModelFiles(place)
  return collect(modules, files.length > 0 ? files.map((file) => relative(process.cwd(), file)) : [place])
}

/** The model files, and what each of them exports. Throws `bad-model` for one that cannot be loaded. */
export async function loadModelFiles(
  place: string,
): Promise<{ readonly files: readonly string[]; readonly modules: readonly Loaded[] }> {
  const files = await modelFiles(place)
  let at = place
  const modules = await loadTogether(files, (file) => {
    at = file
  }).catch(async (error: unknown) => {
    if (error instanceof KnexusError) throw error
    throw await badModel(at, error)
  })
  for (const file of await mayMissExports(files, modules)) {
    const missing = await missingExport(file)
    if (missing) throw notExported(file, missing)
  }
  return { files, modules }
}

function notExported(file: string, { name, from, place }: MissingExport): KnexusError {
  return new KnexusError(
    'bad-model',
    `The model ${shown(place.file)} could not be loaded: it imports "${name}" from ${shown(from)}, ` +
      `which exports no such name.\n  ${sayPlace(place)}`,
    `Export it there, or import a name that is exported.${typesHint(file)}`,
  )
}

function shown(file: string): string {
  return relative(process.cwd(), file)
}

function typesHint(file: string): string {
  return hasTypeScript(file) ? ' `npx tsc --noEmit` shows every place.' : ''
}

/** What is wrong with a model, and where. It is loaded once more with source maps, which cost time on every other day. */
async function badModel(file: string, thrown: unknown): Promise<KnexusError> {
  process.setSourceMapsEnabled(true)
  const error = await load(file).then(
    () => thrown,
    (again: unknown) => again,
  )
  const message = reasonOf(error)
  const missing = message.startsWith('Cannot') ? await missingExport(file) : undefined
  if (missing) return notExported(file, missing)
  const { explain } = await import('./reasons.ts')
  const thrownAt = placeOf(error)
  const { reason, cure, word } = (await explain(unmasked(error), thrownAt?.file ?? file)) ?? {
    reason: message,
    cure: 'Correct it there.',
  }
  const place = thrownAt ?? (word === undefined ? undefined : placeOfWord(file, word))
  return new KnexusError(
    'bad-model',
    `The model ${shown(place?.file ?? file)} could not be loaded: ` +
      `${reason}${place ? `\n  ${sayPlace(place)}` : ''}`,
    `${cure}${typesHint(file)}`,
    { cause: error },
  )
}

/** Whether `npx tsc` is the project's own compiler; it would install another package of that name otherwise. */
function hasTypeScript(file: string): boolean {
  return (createRequire(file).resolve.paths('typescript') ?? []).some((folder) =>
    existsSync(join(folder, 'typescript/package.json')),
  )
}
