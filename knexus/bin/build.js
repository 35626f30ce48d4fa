// Builds what an installed package runs, and the declarations its users compile against; npm calls it before it packs, and again
// to take both away: a checkout runs, and is compiled against, its sources.
import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from './engine.js'

const root = join(import.meta.dirname, '..')
for (const folder of ['release', 'types']) await rm(join(root, 'dist', folder), { recursive: true, force: true })
if (!process.argv.includes('--clean')) {
  await build()
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
      'src/index.ts',
      'src/run/backfill.ts',
      'src/testing.ts',
    ],
    { cwd: root, stdio: 'inherit' },
  )
}
