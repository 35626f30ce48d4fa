import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const RELEASE = 'release'

/**
 * Where the command line begins. An installed package brings it built. In a checkout it is built when the sources have
 * changed, which takes a third of a second once and saves that on every call; where nothing can be built or
 * written, the sources run as they are, through tsx.
 */
export async function engine() {
  const built = existsSync(join(root, 'src')) ? stamp() : RELEASE
  const main = join(dist, built, 'main.js')
  if (existsSync(main)) return main
  try {
    await build(built)
    return main
  } catch {
    await import('tsx')
    return join(root, 'src/cli/main.ts')
  }
}

const DAY = 86_400_000

/** What the package exports, and the source of each. */
export const ENTRIES = { '.': 'index', './backfill': 'run/backfill', './testing': 'testing' }

/** The name of an entry in what is built: `knexus` of `.`, `backfill` of `./backfill`. */
export function builtName(entry) {
  return entry === '.' ? 'knexus' : entry.slice(2)
}

/** Builds the sources into `dist/NAME`. It appears whole or not at all. What was built before stays for a day, since others may be running it. */
export async function build(name = RELEASE) {
  const esbuild = await import('esbuild')
  const part = join(dist, `.${name}.${process.pid}`)
  try {
    await esbuild.build({
      entryPoints: {
        main: join(root, 'src/cli/main.ts'),
        ...Object.fromEntries(
          Object.entries(ENTRIES).map(([entry, source]) => [builtName(entry), join(root, `src/${source}.ts`)]),
        ),
        reload: join(root, 'src/sources/reload-worker.ts'),
      },
      outdir: part,
      absWorkingDir: root,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      // The package has no sources but what is in these maps.
      sourcemap: name === RELEASE,
      define: { SOURCES_NAME: JSON.stringify(nameOfSources()) },
      logLevel: 'silent',
    })
    // Who built the same at the same time may already run it.
    await rename(part, join(dist, name)).catch((error) => {
      if (!existsSync(join(dist, name, 'main.js'))) throw error
    })
    for (const folder of await readdir(dist)) {
      const path = join(dist, folder)
      if (
        folder !== name &&
        folder !== RELEASE &&
        Date.now() - statSync(path, { throwIfNoEntry: false })?.mtimeMs > DAY
      )
        await rm(path, { recursive: true, force: true })
    }
  } finally {
    await rm(part, { recursive: true, force: true })
    await esbuild.stop()
  }
}

/** A name for the sources as they are: how many, and when the newest was written. */
function stamp() {
  const files = sources()
  const newest = files.reduce((latest, file) => Math.max(latest, statSync(file).mtimeMs), 0)
  return `${files.length}-${Math.round(newest)}`
}

/** A name for what the sources say, which stands in what is built of them. */
export function nameOfSources() {
  const hash = createHash('sha256')
  for (const file of sources()) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 32)
}

function sources() {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
}
