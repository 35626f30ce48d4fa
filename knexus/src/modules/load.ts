import { createRequire, Module } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { closureOf } from './closure.ts'
import { packageFolder } from './package.ts'

/** What a file of the user's exports. */
export type Loaded = Readonly<Record<string, unknown>>

/**
 * Loads a file of the user's: a knexfile, a model, a migration, a seed. TypeScript goes through tsx, by `require` where that is
 * enough: it starts no second thread and takes a tenth of the time. Throws what the file throws.
 */
export async function load(file: string): Promise<Loaded> {
  if (!TYPESCRIPT.test(file) || TYPESCRIPT.test(import.meta.filename)) return imported(file)
  const texts = [...(await closureOf([file])).values()]
  if (texts.some((text) => IMPORTS.test(text))) return importedThroughTsx(file)
  if (texts.some((text) => DECLARES.test(text))) await lend()
  try {
    return await required(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE')
      return importedThroughTsx(file)
    throw error
  }
}

/** When this very file is still TypeScript, whoever runs it has registered a loader. */
const TYPESCRIPT = /\.[cm]?ts$/

/** A call of `import` for a file beside it, to which `require` cannot give TypeScript. */
const IMPORTS = /\bimport\s*\(\s*(?!['"][^./])/

/** A model asks for this package. */
const DECLARES = /['"]knexus['"]/

/** Gives what is built of this package, and runs here already, to those that ask `require` for its sources: compiling them takes longer than many models. */
async function lend(): Promise<void> {
  const { cache } = createRequire(import.meta.url)
  const sources = join(packageFolder, 'src/index.ts')
  cache[sources] ??= Object.assign(new Module(sources), {
    exports: await imported(join(import.meta.dirname, 'knexus.js')),
    loaded: true,
  })
}

async function imported(file: string): Promise<Loaded> {
  return (await import(pathToFileURL(file).href)) as Loaded
}

async function importedThroughTsx(file: string): Promise<Loaded> {
  const [commonJs, modules] = await Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')])
  commonJs.register()
  modules.register()
  return imported(file)
}

async function required(file: string): Promise<Loaded> {
  const { register } = await import('tsx/cjs/api')
  const unregister = register()
  try {
    return createRequire(import.meta.url)(resolve(file)) as Loaded
  } finally {
    unregister()
  }
}
