import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { program } from '../../knexus/test/support/programs.ts'
import { guarded, type Outcome } from './corpus.ts'
import { schemaIn } from './movers.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** A project whose database is the one that DATABASE_URL names. */
const KNEXFILE = `export default { development: { client: 'pg', connection: process.env.DATABASE_URL } }\n`

/** A database is adopted as a project, dumped and restored; the project agrees with what was restored. */
export function restored(name: string, sql: string): Promise<Outcome> {
  return guarded(async (load) => {
    const [source, copy] = [await load(sql), await load('')]
    const objects = (await schemaIn(source)).size
    const folder = join(root, '.data/restored', name)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
    await writeFile(join(folder, 'knexfile.mjs'), KNEXFILE)
    await knexusIn(folder, source.url, 'adopt')
    const { stdout } = await run(program('pg_dump'), [source.url], { maxBuffer: 1 << 28 })
    await writeFile(join(folder, 'dump.sql'), stdout)
    await run(program('psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', join(folder, 'dump.sql'), copy.url])
    const started = performance.now()
    const problem = await knexusIn(folder, copy.url, 'check', '--all').then(
      () => undefined,
      (error: Error) => error.message.split('\n'),
    )
    return { objects, milliseconds: performance.now() - started, ...(problem && { problem }) }
  })
}

/** Runs a command in a project. Throws with what it printed where it does not end well. */
async function knexusIn(folder: string, url: string, ...args: readonly string[]): Promise<void> {
  await run(process.execPath, [join(root, 'knexus/bin/knexus.js'), ...args], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: url },
    maxBuffer: 1 << 28,
    timeout: 600_000,
  }).catch((error: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`${error.stdout}${error.stderr}`.trim(), { cause: error })
  })
}
