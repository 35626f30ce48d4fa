import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { distance } from 'fastest-levenshtein'
import { KnexusError } from '../base/errors.ts'
import { load, loadTogether, namesOfPackage, type Loaded } from '../modules/load.ts'
import { placeOf, reasonOf, sayPlace } from '../modules/place.ts'
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
  return { files, modules }
}

/** What is wrong with a model, and where. It is loaded once more with source maps, which cost time on every other day. */
async function badModel(file: string, thrown: unknown): Promise<KnexusError> {
  process.setSourceMapsEnabled(true)
  const error = await load(file).then(
    () => thrown,
    (again: unknown) => again,
  )
  const place = placeOf(error)
  const { reason, cure } = explain(reasonOf(error), namesOfPackage())
  return new KnexusError(
    'bad-model',
    `The model ${relative(process.cwd(), place?.file ?? file)} could not be loaded: ` +
      `${reason}${place ? `\n  ${sayPlace(place)}` : ''}`,
    `${cure}${hasTypeScript(file) ? ' `npx tsc --noEmit` shows every place.' : ''}`,
    { cause: error },
  )
}

/** A name that is not there, in the words of JavaScript: `text is not defined`, `(0 , import_knexus.tabel) is not a function`. */
const UNKNOWN = /^(?:\(0 ?, import_\w+\.(\w+)\) is not a function|(\w+) is not defined)/

/**
 * What is behind a message of JavaScript: a name that is not imported, or is written otherwise. `names` are what this
 * package exports.
 */
function explain(message: string, names: readonly string[]): { readonly reason: string; readonly cure: string } {
  const [, called, free] = UNKNOWN.exec(message) ?? []
  const name = called ?? free
  if (name === undefined || names.length === 0) return { reason: message, cure: 'Correct it there.' }
  if (free !== undefined && names.includes(free))
    return { reason: `${free} is used and not imported.`, cure: `Write import { ${free} } from 'knexus'.` }
  const [nearest] = names.toSorted((a, b) => likeness(a, name) - likeness(b, name))
  return likeness(nearest!, name) > 2
    ? { reason: message, cure: 'Correct it there.' }
    : { reason: `there is no "${name}".`, cure: `Did you mean ${nearest}?` }
}

/** How many letters differ, where upper and lower case count as the same. */
function likeness(a: string, b: string): number {
  return distance(a.toLowerCase(), b.toLowerCase())
}

/** Whether `npx tsc` is the project's own compiler; it would install another package of that name otherwise. */
function hasTypeScript(file: string): boolean {
  return (createRequire(file).resolve.paths('typescript') ?? []).some((folder) =>
    existsSync(join(folder, 'typescript/package.json')),
  )
}
