import { existsSync, readdirSync, readFileSync, realpathSync, type Dirent } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join, sep } from 'node:path'
import type * as Tsconfig from 'get-tsconfig'
import { resolveFile } from './closure.ts'
import { packageFolder } from './package.ts'

/** What is imported from elsewhere than a file beside it. */
const IMPORTED = /\b(?:from|import|require)\s*\(?\s*(['"`])([^.'"`\n][^'"`\n]*)\1/g

const SOURCE = /\.(?:[mc]?[jt]sx?|json)$/

/** The packages that source files import: those that are installed, and those that are linked to a folder nearby. */
export class Packages {
  /** `zod@4.1.0`, of each that is installed. */
  readonly versions = new Set<string>()
  readonly #seen = new Set<string>()
  #alias: ((specifier: string) => readonly string[]) | undefined

  /** The files of the project that a file imports by the name of a package, by an alias, or by one of the package's own names. */
  filesFor(file: string, text: string): readonly string[] {
    return [...text.matchAll(IMPORTED)].flatMap(([, , specifier]) => {
      const name = nameOf(specifier!)
      const place = `${dirname(file)}\0${name}`
      if (isBuiltin(specifier!) || this.#seen.has(place)) return []
      if (!specifier!.startsWith('#')) {
        const folder = folderOf(dirname(file), name)
        if (folder === undefined) return this.#byAlias(specifier!)
        this.#seen.add(place)
        return this.#filesIn(folder)
      }
      return ownNames(dirname(file), specifier!)
    })
  }

  /** All of a linked package, since conditions decide which of its files are taken. */
  #filesIn(folder: string): readonly string[] {
    if (folder === packageFolder || this.#seen.has(folder)) return []
    this.#seen.add(folder)
    if (!`${folder}${sep}`.includes(`${sep}node_modules${sep}`)) return filesUnder(folder, (name) => SOURCE.test(name))
    this.versions.add(versionOf(folder))
    return []
  }

  /** As the loader understands `paths` of tsconfig.json. */
  #byAlias(specifier: string): readonly string[] {
    if (!this.#alias) {
      const { createPathsMatcher, getTsconfig } = createRequire(import.meta.url)('get-tsconfig') as typeof Tsconfig
      const config = getTsconfig(process.env['TSX_TSCONFIG_PATH'] ?? process.cwd())
      this.#alias = (config && createPathsMatcher(config)) ?? (() => [])
    }
    return this.#alias(specifier).flatMap((path) => resolveFile(path) ?? [])
  }
}

/** Every file of a folder and the folders in it, except what is installed or hidden there, or may not be looked at. */
export function filesUnder(folder: string, isWanted: (name: string) => boolean): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isFile()) return isWanted(entry.name) ? [path] : []
    return entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')
      ? filesUnder(path, isWanted)
      : []
  })
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** What a process has loaded of a package stays the same, whatever is installed since. */
const versions = new Map<string, string>()

function versionOf(folder: string): string {
  const known = versions.get(folder)
  if (known !== undefined) return known
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const said = `${name}@${version}`
  versions.set(folder, said)
  return said
}

/** `@acme/mixins` of `@acme/mixins/columns`. */
function nameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** Where a package really is that is imported in a folder. */
function folderOf(from: string, name: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder)
  return dirname(from) === from ? undefined : folderOf(dirname(from), name)
}

/** What `imports` of the package around a folder may mean by `#name`, under any condition. */
function ownNames(from: string, specifier: string): readonly string[] {
  const file = join(from, 'package.json')
  if (!existsSync(file)) return dirname(from) === from ? [] : ownNames(dirname(from), specifier)
  const { imports = {} } = JSON.parse(readFileSync(file, 'utf8')) as { imports?: Record<string, unknown> }
  return Object.entries(imports).flatMap(([key, value]) => {
    const [before, after] = key.split('*')
    if (after === undefined ? key !== specifier : !specifier.startsWith(before!) || !specifier.endsWith(after))
      return []
    const star = after === undefined ? '' : specifier.slice(before!.length, specifier.length - after.length)
    return leavesOf(value).flatMap((path) => resolveFile(join(from, path.replaceAll('*', star))) ?? [])
  })
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : []
}
