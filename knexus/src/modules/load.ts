import { createRequire, Module } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { closureOf } from './closure.ts'
import { versionOf } from './evaluated.ts'

/** What a file of the user's exports. */
export type Loaded = Readonly<Record<string, unknown>>

/**
 * Loads a file of the user's: a knexfile, a model, a migration, a seed. TypeScript goes through tsx, by `require` where that is
 * enough: it starts no second thread and takes a tenth of the time. Throws what the file throws.
 */
export async function load(file: string): Promise<Loaded> {
  return (await loadTogether([file]))[0]!
}

/**
 * Loads files that may import each other, all in one way, so that each is evaluated once. Throws what the first of
 * them throws, with `of` told which one it is.
 */
export async function loadTogether(files: readonly string[], of: (file: string) => void = () => {}): Promise<Loaded[]> {
  const each = async (one: (file: string) => Promise<Loaded>) => {
    const loaded: Loaded[] = []
    for (const file of files) {
      of(file)
      loaded.push(await one(file))
    }
    return loaded
  }
  const version = await versionOf(files)
  if (version !== undefined) return again(version, each)
  if (TYPESCRIPT.test(import.meta.filename)) return each(imported)
  const closure = await closureOf(files)
  const [paths, texts] = [[...closure.keys()], [...closure.values()]]
  const declares = texts.some((text) => DECLARES.test(text))
  if (!paths.some((path) => TYPESCRIPT.test(path)))
    return each(TYPESCRIPT.test(PACKAGE) && declares ? importedThroughTsx : imported)
  // What is imported as JavaScript cannot import TypeScript, and each file is evaluated in one way only.
  if (!files.every((file) => TYPESCRIPT.test(file)) || (await someImport(texts))) return each(importedThroughTsx)
  if (declares) await lend()
  try {
    return await each(required)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE')
      return each(importedThroughTsx)
    throw error
  }
}

/** When this very file is still TypeScript, whoever runs it has registered a loader. */
const TYPESCRIPT = /\.[cm]?ts$/

/** May be a call of `import` for a file beside it, to which `require` cannot give TypeScript. */
const IMPORTS = /\bimport\s*(?:\/[*/]|\(\s*(?!['"][^./]))/

/** The file that a model gets when it asks for this package: built in an installed one, the sources in a checkout. */
const PACKAGE = createRequire(import.meta.url).resolve('knexus')

/** A model asks for this package. */
const DECLARES = /['"]knexus['"]/

/**
 * Whether one of the texts calls `import`, as the compiler sees it: what it writes is another program where it may
 * not use that call.
 */
async function someImport(texts: readonly string[]): Promise<boolean> {
  const suspects = texts.filter((text) => IMPORTS.test(text))
  if (suspects.length === 0) return false
  const { transform } = await import('esbuild')
  const written = async (text: string, supported: Record<string, boolean>) =>
    (await transform(text, { loader: 'ts', format: 'esm', supported, logLevel: 'silent' })).code
  const found = await Promise.all(
    suspects.map(async (text) => {
      try {
        return (await written(text, {})) !== (await written(text, { 'dynamic-import': false }))
      } catch {
        // The loader tells what is wrong with it.
        return false
      }
    }),
  )
  return found.includes(true)
}

/**
 * Gives what is built of this package, and runs here already, to those that ask for it by `require`: compiling it
 * takes longer than many models.
 */
async function lend(): Promise<void> {
  const { cache } = createRequire(import.meta.url)
  cache[PACKAGE] ??= Object.assign(new Module(PACKAGE), {
    exports: await imported(join(import.meta.dirname, 'knexus.js')),
    loaded: true,
  })
}

/** What this package exports; nothing where its sources run. */
export async function namesOfPackage(): Promise<readonly string[]> {
  return TYPESCRIPT.test(import.meta.filename)
    ? []
    : Object.keys(await imported(TYPESCRIPT.test(PACKAGE) ? join(import.meta.dirname, 'knexus.js') : PACKAGE))
}

async function imported(file: string): Promise<Loaded> {
  return (await import(pathToFileURL(file).href)) as Loaded
}

/** Evaluates files once more, with all that they import, whatever this process has evaluated of them before. */
async function again(
  version: string,
  each: (one: (file: string) => Promise<Loaded>) => Promise<Loaded[]>,
): Promise<Loaded[]> {
  const [commonJs, modules] = await Promise.all([import('tsx/cjs/api'), import('tsx/esm/api')])
  commonJs.register()
  const registered = modules.register({ namespace: version })
  try {
    return await each((file) => registered.import(pathToFileURL(file).href, import.meta.url) as Promise<Loaded>)
  } finally {
    await registered.unregister()
  }
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
