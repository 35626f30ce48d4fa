import { Module } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { load, type Loaded } from '../modules/load.ts'
import { readPlain } from './plain.ts'

/** A file of the user's, absolute, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** Fewer files than this are loaded one by one before the compiler has started. */
const MANY = 24

/** Asks for another module, for its own place, or for a file beside it. */
const REACHES = new RegExp(
  [
    /\b(?:import|require)\s*\(|\bimport\.meta\b|\b(?:module|exports)\.|\b__(?:file|dir)name\b/,
    /^\s*(?:import|export)\b(?!\s+type\b)[^'"`]*['"]\.\.?\//,
  ]
    .map(({ source }) => source)
    .join('|'),
  'm',
)

/** What was loaded here, by path and text: a file that says the same is evaluated once in a process. */
const known = new Map<string, Loaded>()

const keyOf = ({ path, text }: Source) => `${path}\0${text}`

/**
 * Prepares to load many files of the user's, and gives the function that loads one of them. Plain ones are read from
 * their text. Those in TypeScript that import nothing but types, as most migrations do, are compiled together: it
 * takes a tenth of the time and little memory. Where one of them is wrong, each is loaded by itself, so that the
 * error is the loader's own.
 */
export async function loaderOf(files: readonly Source[]): Promise<(path: string) => Promise<Loaded>> {
  const typescript = files.filter((file) => /\.m?ts$/.test(file.path) && !known.has(keyOf(file)))
  for (const file of typescript) {
    const plain = readPlain(file.text)
    if (plain) known.set(keyOf(file), plain)
  }
  const alone = typescript.filter((file) => !known.has(keyOf(file)) && !REACHES.test(file.text))
  const paths = alone.map(({ path }) => path)
  const compiled = paths.length < MANY ? undefined : await compile(paths).catch(() => undefined)
  const keys = new Map(files.map((file) => [file.path, keyOf(file)]))
  return async (path) => {
    const [key, evaluate] = [keys.get(path) ?? path, compiled?.get(path)]
    if (evaluate && !known.has(key)) known.set(key, evaluate())
    return known.get(key) ?? load(path)
  }
}

/**
 * The functions that evaluate the files, by their paths. The compiler's process stays, since others may be asking it
 * too, and ends with this one; a file that imports another one has none. Throws where a file has a mistake.
 */
async function compile(paths: readonly string[]): Promise<Map<string, () => Loaded>> {
  const esbuild = await import('esbuild')
  const folder = dirname(paths[0]!)
  const {
    outputFiles: [output],
    metafile,
  } = await esbuild.build({
    stdin: {
      contents: `exports.all = [\n${paths.map((path) => `() => require(${JSON.stringify(path)})`).join(',\n')}\n]`,
      resolveDir: folder,
    },
    outfile: join(folder, 'compiled.cjs'),
    absWorkingDir: folder,
    write: false,
    metafile: true,
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: `node${process.versions.node}`,
    sourcemap: 'inline',
    sourcesContent: false,
    banner: { js: '"use strict";' },
    logLevel: 'silent',
  })
  const { all } = evaluated(output!.path, output!.text)
  const left = new Set(
    Object.values(metafile.outputs).flatMap(({ imports }) => imports.map((imported) => imported.path)),
  )
  const stands = (path: string) =>
    metafile.inputs[relative(folder, path).split(sep).join('/')]?.imports.every(
      (imported) => imported.external && !left.has(imported.path),
    )
  return new Map(paths.flatMap((path, at) => (stands(path) ? [[path, all[at]!]] : [])))
}

/** As Node evaluates a file that is required, so that errors point into the sources. */
function evaluated(path: string, code: string): { readonly all: readonly (() => Loaded)[] } {
  process.setSourceMapsEnabled(true)
  const module = new Module(path)
  const run: unknown = Reflect.get(module, '_compile')
  Reflect.apply(run as () => void, module, [code, path, 'commonjs'])
  return module.exports as { readonly all: readonly (() => Loaded)[] }
}
