import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fingerprint } from '../cache.ts'
import { closureOf } from './closure.ts'
import { Packages } from './packages.ts'

/** What files said when this process evaluated them first: it does so once for each. */
const first = new Map<string, string | undefined>()

/**
 * A name for what some source files and their imports say now, where this process has evaluated one of them when it said
 * something else; undefined where they can be loaded as they are.
 */
export async function versionOf(files: readonly string[]): Promise<string | undefined> {
  const packages = new Packages()
  const texts = await closureOf(files, (file, text) => packages.filesFor(file, text))
  for (const [path, text] of texts) if (!first.has(path)) first.set(path, wasEvaluated(path) ? undefined : text)
  const isEdited = [...texts].some(([path, text]) => first.get(path) !== text)
  return isEdited ? fingerprint(...[...texts].flat()) : undefined
}

/** Whether somebody else in this process has evaluated a file that was edited since the process began. */
function wasEvaluated(path: string): boolean {
  return path in createRequire(import.meta.url).cache && statSync(path).mtimeMs > performance.timeOrigin
}
