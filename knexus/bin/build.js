// Builds what an installed package runs, and the declarations its users compile against, and lets package.json export them. npm calls it
// before it packs, and again with --clean to take all of it away: a checkout runs, and is compiled against, its sources.
import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build, builtName, ENTRIES } from './engine.js'

const root = join(import.meta.dirname, '..')

if (process.argv.includes('--clean')) {
  await exportEach((_, source) => `./src/${source}.ts`)
  await clean()
} else {
  await clean()
  await build()
  declarations()
  await exportEach((entry, source) => ({
    types: `./dist/types/${source}.d.ts`,
    default: `./dist/release/${builtName(entry)}.js`,
  }))
}

async function clean() {
  for (const folder of ['release', 'types']) await rm(join(root, 'dist', folder), { recursive: true, force: true })
}

function declarations() {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json')
  execFileSync(
    process.execPath,
    [
      join(typescript, '../bin/tsc'),
      '--ignoreConfig',
      '--declaration',
      '--emitDeclarationOnly',
      '--outDir',
      'dist/types',
      '--rootDir',
      'src',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--strict',
      '--allowImportingTsExtensions',
      '--skipLibCheck',
      ...Object.values(ENTRIES).map((source) => `src/${source}.ts`),
    ],
    { cwd: root, stdio: 'inherit' },
  )
}

/** Rewrites what each entry of package.json exports. npm reads the file again after `prepack`. */
async function exportEach(target) {
  const file = join(root, 'package.json')
  const settings = JSON.parse(await readFile(file, 'utf8'))
  for (const [entry, source] of Object.entries(ENTRIES)) settings.exports[entry] = target(entry, source)
  await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`)
}
