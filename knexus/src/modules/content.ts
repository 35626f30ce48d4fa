import { closureOf } from './closure.ts'
import { fingerprint } from '../cache.ts'

/**
 * A name for what some source files say, the files they import by a relative path included. Installed packages count
 * by the lock file beside them only.
 */
export async function contentOf(files: readonly string[]): Promise<string> {
  return fingerprint(...[...(await closureOf(files))].sort(([a], [b]) => (a < b ? -1 : 1)).flat())
}
