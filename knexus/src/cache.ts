import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** A short name for content: the first 32 hex digits of its SHA-256. */
export function fingerprint(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex').slice(0, 32)
}

/** How many files are kept. A state of models and migrations has up to five; for a thousand tables they take 16 MB together. */
const KEPT = 40

/** What was kept under a name, or nothing. A file that cannot be read counts as absent. */
export async function cached(key: string): Promise<Buffer | undefined> {
  const file = join(cacheFolder(), key)
  const content = await readFile(file).catch(() => undefined)
  const now = new Date()
  if (content) await utimes(file, now, now).catch(() => undefined)
  return content
}

/** Whether something is kept under a name. */
export function isKept(key: string): boolean {
  return existsSync(join(cacheFolder(), key))
}

/** Keeps content under a name. It appears whole or not at all; a folder that cannot be written is no failure. */
export async function keep(key: string, content: string | Uint8Array): Promise<void> {
  const file = join(cacheFolder(), key)
  const part = `${file}.${process.pid}.part`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(part, content)
    await rename(part, file)
    await prune(dirname(file))
  } catch {
    // A cache that cannot be written costs time, not truth.
  }
}

/** Takes away what has not been used for longest. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= KEPT) return
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), used: (await stat(join(folder, name))).mtimeMs })),
  )
  await Promise.all(
    files
      .sort((a, b) => b.used - a.used)
      .slice(KEPT)
      .map(({ path }) => rm(path, { force: true })),
  )
}

/** `node_modules/.cache/knexus` of the project around the working directory, else a folder for temporary files. */
function cacheFolder(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) return join(folder, 'node_modules', '.cache', 'knexus')
    if (folder === resolve(folder, '..')) return join(tmpdir(), 'knexus-cache')
  }
}
