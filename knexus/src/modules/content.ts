import { readFile, stat } from 'node:fs/promises'
import { fingerprint } from '../cache.ts'
import { closureOf } from './closure.ts'
import { filesRead, variablesRead } from './surroundings.ts'
import { Packages } from './packages.ts'

/** Of a larger file it is told by size and time whether it changed, in bytes. */
const LARGE = 1_000_000

/** What source files say and take in: files by their paths, and lines about what is no file of the project. */
interface Inputs {
  readonly texts: ReadonlyMap<string, string>
  /** Files that they may read while they run. */
  readonly read: readonly string[]
  readonly packages: readonly string[]
}

/**
 * A name for what some source files say, with all that they take in: the files that they import, also from packages of the same
 * repository or by an alias, the versions of installed packages, the files and environment variables that they read.
 */
export async function contentOf(files: readonly string[]): Promise<string> {
  const { texts, read, packages } = await inputsOf(files)
  const byName = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flat()
  const contents = await Promise.all(read.map(contentOfOne))
  return fingerprint(...byName, ...packages, ...variablesRead([...texts.values()]), ...contents.flat())
}

/** The paths of all files that some source files say or take in. */
export async function filesOf(files: readonly string[]): Promise<readonly string[]> {
  const { texts, read } = await inputsOf(files)
  return [...texts.keys(), ...read]
}

async function inputsOf(files: readonly string[]): Promise<Inputs> {
  const packages = new Packages()
  const texts = await closureOf(files, (file, text) => packages.filesFor(file, text))
  return { texts, read: filesRead(texts), packages: [...packages.versions].sort() }
}

async function contentOfOne(file: string): Promise<readonly [string, string | Buffer]> {
  const { size, mtimeMs } = await stat(file)
  return [file, size > LARGE ? `${size} ${mtimeMs}` : await readFile(file)]
}
