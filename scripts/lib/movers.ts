import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { introspect } from '../../knexus/src/introspect/index.ts'
import { plan } from '../../knexus/src/plan/index.ts'
import type { Schema } from '../../knexus/src/schema.ts'
import { runPlan } from '../../knexus/test/support/run-plan.ts'
import type { TestDatabase } from '../../knexus/test/support/server.ts'

/** A program that gives one database the schema of another. Throws where it cannot. */
export interface Mover {
  readonly name: string
  /** Answers with the milliseconds it took to find out what to do. */
  move(live: TestDatabase, wanted: TestDatabase): Promise<number>
}

/** The functions of the engine, in this process: the fastest way to try a change of them. */
export const engine: Mover = {
  name: 'engine',
  async move(live, wanted) {
    const started = performance.now()
    const steps = plan(await schemaIn(live), await schemaIn(wanted))
    const took = performance.now() - started
    const client = await live.connect()
    try {
      await runPlan(client, steps)
    } finally {
      await client.end()
    }
    return took
  },
}

/** What a user types: `knexus diff --from URL --to URL --sql`, and psql. */
export const commandLine: Mover = {
  name: 'knexus',
  move: (live, wanted) => byScript(live, async () => knexus('diff', '--from', live.url, '--to', wanted.url, '--sql')),
}

/** Other tools that do the same, in the releases compared in the documents; they are installed under .data/peers when asked for. */
export const peers: readonly Mover[] = [
  {
    name: 'pg-delta',
    move: (live, wanted) =>
      byScript(live, () =>
        within(async (folder) => {
          const planned = join(folder, 'plan.json')
          await peer('pgdelta', 'plan', '--source', live.url, '--desired', wanted.url, '--out', planned)
          await peer('pgdelta', 'render', '--plan', planned, '--allow-drops', '--out', join(folder, 'plan.sql'))
          const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
          return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
        }),
      ),
  },
  {
    name: 'migra',
    move: (live, wanted) =>
      byScript(live, async () =>
        (await peer('migra', live.url, wanted.url, '--unsafe')).replace(/^WARNING: .*\n(?: {4}at .*\n)*/, ''),
      ),
  },
]

const PEERS = ['@supabase/pg-delta@1.0.0-alpha.34', '@pgkit/migra@0.6.1']
const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Installs the peers where they are not there yet. */
export async function installPeers(): Promise<void> {
  const folder = join(root, '.data/peers')
  if (existsSync(join(folder, 'node_modules/.bin/migra'))) return
  await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--save-exact', ...PEERS], {
    cwd: tmpdir(),
  })
}

/** Runs the command line of this repository, and answers with its output. */
export function knexus(...args: readonly string[]): Promise<string> {
  return output(process.execPath, [join(root, 'knexus/bin/knexus.js'), ...args])
}

/** The schema in a database, as the engine reads it. */
export async function schemaIn(base: TestDatabase): Promise<Schema> {
  const client = await base.connect()
  try {
    return await introspect(client)
  } finally {
    await client.end()
  }
}

/** Runs a script as psql does. Throws with the line that PostgreSQL refuses. */
export function psql(base: TestDatabase, script: string): Promise<string> {
  return within(async (folder) => {
    const file = join(folder, 'script.sql')
    await writeFile(file, script)
    return output('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file, base.url])
  })
}

function peer(program: string, ...args: readonly string[]): Promise<string> {
  return output(join(root, '.data/peers/node_modules/.bin', program), args)
}

async function byScript(live: TestDatabase, write: () => Promise<string>): Promise<number> {
  const started = performance.now()
  const script = await write()
  const took = performance.now() - started
  await psql(live, script)
  return took
}

/** What a program prints. Throws with its last words. */
async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(program, args, { maxBuffer: 1 << 28, cwd: root, timeout: 600_000 })).stdout
  } catch (error) {
    const said =
      error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : String(error)
    throw new Error(
      said
        .split('\n')
        .filter((line) => /error|refuse|not-/i.test(line))
        .join('\n') || said.slice(-2000),
      { cause: error },
    )
  }
}

async function within<R>(use: (folder: string) => Promise<R>): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'knexus-corpus-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
