import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { program } from '../../knexus/test/support/programs.ts'
import { inTurn, once, type Figure } from './measure.ts'

const scripts = resolve(import.meta.dirname, '../peers')
const folder = resolve(import.meta.dirname, '../../.data/bench/peers')
const PACKAGES = [
  '@pgkit/migra@0.6.1',
  'typeorm@1.1.1',
  'drizzle-kit@0.31.11',
  'drizzle-orm@0.45.4',
  'pg@8.23.1',
  'reflect-metadata@0.2.2',
]
const PYTHON_PACKAGES = ['alembic==1.20.0', 'sqlalchemy==2.1.1', 'psycopg[binary]==3.3.6']

/** A tool that is asked the same question, and the largest number of tables that it answers in a few minutes. */
interface Peer {
  readonly command: (url: string, size: number) => readonly string[]
  readonly upTo: number
}

const PEERS: Readonly<Record<string, Peer>> = {
  'pg_dump -s': {
    command: (url) => [program('pg_dump'), '-s', '-d', url, '-f', join(folder, 'dump.sql')],
    upTo: 10_000,
  },
  '@pgkit/migra': { command: (url) => [process.execPath, join(folder, 'migra.mjs'), url], upTo: 1_000 },
  TypeORM: { command: (url, size) => [process.execPath, join(folder, 'typeorm.mjs'), url, String(size)], upTo: 1_000 },
  // Its push plans changes of its own on the same tables, and fails on them; so what it takes to read the database stands here.
  'drizzle-kit pull': {
    command: (url) => [
      process.execPath,
      join(folder, 'node_modules/drizzle-kit/bin.cjs'),
      'pull',
      '--dialect',
      'postgresql',
      '--url',
      url,
      '--out',
      join(folder, 'drizzle'),
    ],
    upTo: 1_000,
  },
  Alembic: {
    command: (url, size) => [join(folder, 'python/bin/python'), join(folder, 'autogenerate.py'), url, String(size)],
    upTo: 1_000,
  },
}

/** Seconds after which a peer is given up, and after which one run is enough. */
const PATIENCE = 300
const SLOW = 20

/**
 * Peers that compare the same tables with the same live database: nothing has changed. They are installed under .data when they
 * are first asked for. One that cannot be had or fails is told, and left out.
 */
export async function peers(size: number, url: string, runs: number): Promise<Record<string, Figure>> {
  install()
  const figures: Record<string, Figure> = {}
  for (const [name, { command, upTo }] of Object.entries(PEERS)) {
    if (size > upTo) continue
    try {
      const run = () => once(command(url, size), folder, { limit: PATIENCE })
      const first = await run()
      figures[name] = first.seconds > SLOW || runs === 1 ? first : (await inTurn(runs, { [name]: run }))[name]!
    } catch (error) {
      console.error(`${name} is left out: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`)
    }
  }
  return figures
}

function install(): void {
  mkdirSync(folder, { recursive: true })
  for (const script of ['migra.mjs', 'typeorm.mjs', 'autogenerate.py'])
    copyFileSync(join(scripts, script), join(folder, script))
  if (!existsSync(join(folder, 'node_modules/drizzle-kit'))) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...PACKAGES], {
      cwd: folder,
      stdio: 'inherit',
    })
  }
  if (existsSync(join(folder, 'python'))) return
  try {
    execFileSync('python3', ['-m', 'venv', join(folder, 'python')], { stdio: 'inherit' })
    execFileSync(join(folder, 'python/bin/pip'), ['install', '--quiet', ...PYTHON_PACKAGES], { stdio: 'inherit' })
  } catch (error) {
    console.error(`Alembic cannot be installed: ${String(error)}`)
  }
}
