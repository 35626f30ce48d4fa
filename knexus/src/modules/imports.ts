import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { resolveFile } from './closure.ts'
import type { Loaded } from './load.ts'
import type { Place } from './place.ts'

/** A name that a file imports, and that the file it comes from does not export. */
export interface MissingExport {
  readonly name: string
  /** The file that should export it. */
  readonly from: string
  readonly place: Place
}

const NAMED = /\bimport\s*\{([^}]*)\}\s*from\s*(['"])(\.{1,2}\/[^'"\n]+)\2/g

/**
 * Whether loaded files import from each other what is not exported. JavaScript refuses that, but TypeScript that is
 * turned into CommonJS gets `undefined`, and a table that spreads it lacks its columns without a word. A type looks the
 * same here: `missingExport` tells them apart.
 */
export async function mayMissExports(files: readonly string[], modules: readonly Loaded[]): Promise<string[]> {
  const loaded = new Map(files.map((file, at) => [resolve(file), modules[at]!]))
  const suspects: string[] = []
  for (const file of files) {
    const imports = [...(await readFile(file, 'utf8')).matchAll(NAMED)]
    const isSuspect = imports.some(([, names = '', , specifier = '']) => {
      const target = loaded.get(resolveFile(resolve(dirname(file), specifier)) ?? '')
      return target !== undefined && namesIn(names).some((name) => !(name in target))
    })
    if (isSuspect) suspects.push(file)
  }
  return suspects
}

/**
 * The first name that a file, or one that it imports, takes as a value from a file that does not export it: as the
 * compiler sees it.
 */
export async function missingExport(file: string): Promise<MissingExport | undefined> {
  const { build } = await import('esbuild')
  const failure: unknown = await build({
    entryPoints: [resolve(file)],
    bundle: true,
    write: false,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  }).then(
    () => undefined,
    (error: unknown) => error,
  )
  for (const { text, location } of errorsOf(failure)) {
    const [, from, name] = /^No matching export in "(.+)" for import "(.+)"$/.exec(text) ?? []
    if (from === undefined || name === undefined || !location) continue
    const place = { file: resolve(location.file), line: location.line, column: location.column + 1 }
    return { name, from: join(process.cwd(), from), place }
  }
  return undefined
}

interface Failed {
  readonly text: string
  readonly location: { readonly file: string; readonly line: number; readonly column: number } | null
}

function errorsOf(failure: unknown): readonly Failed[] {
  return typeof failure === 'object' && failure !== null && 'errors' in failure && Array.isArray(failure.errors)
    ? failure.errors
    : []
}

/** `a`, `b` of `{ a, b as c, type D }`. */
function namesIn(list: string): string[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((one) => one.split(/\s+as\s+/)[0]!)
}
