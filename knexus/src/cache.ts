import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** A short name for content: the first 32 hex digits of its SHA-256. */
export function fingerprint(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}

/** What was kept under a name, or nothing. A file that cannot be read counts as absent. */
export async function cached(key: string): Promise<Buffer | undefined> {
  return readFile(join(cacheFolder(), key)).catch(() => undefined)
}

/** Keeps content under a name. It appears whole or not at all; a folder that cannot be written is no failure. */
export async function keep(key: string, content: string | Uint8Array): Promise<void> {
  const file = join(cacheFolder(), key)
  const part = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(part, content)
    await rename(part, file)
  } catch {
    // A cache that cannot be written costs time, not truth.
  }
}

/** `node_modules/.cache/knexus` of the project around the working directory, else a folder for temporary files. */
function cacheFolder(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules', '.cache', 'knexus')
    if (folder === resolve(folder, '..')) return join(tmpdir(), 'knexus-cache')
  }
}
