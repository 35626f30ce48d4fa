import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { program } from '../../knexus/test/support/programs.ts'
import { once, type Figure } from './measure.ts'

/** A tool that runs migrations: from nothing, and again when nothing is pending. */
export interface Runner {
  readonly name: string
  up(root: string, url: string): Promise<Figure>
  /** With everything applied. Absent where it has no such command. */
  again?(root: string, url: string): Promise<Figure>
  list?(root: string, url: string): Promise<Figure>
}

const repository = resolve(import.meta.dirname, '../..')
const peers = join(repository, '.data/bench/runners')
const require = createRequire(import.meta.url)

const psql = program('psql')
const HISTORY =
  'CREATE TABLE knex_migrations (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz)'
const QUIET = { PGGSSENCMODE: 'disable', PGSSLMODE: 'disable' }

/** Two floors: psql with the same SQL, each file in a transaction with the row that records it; one process for each file, and one for all. */
const floors: readonly Runner[] = [
  {
    name: 'psql, a process for each file',
    async up(root, url) {
      await execute(url, HISTORY)
      return once(
        [
          'sh',
          '-c',
          `for file in psql/*.sql; do '${psql}' -X -q -v ON_ERROR_STOP=1 -d "$DATABASE_URL" -f "$file" || exit 1; done`,
        ],
        root,
        { env: { ...QUIET, DATABASE_URL: url } },
      )
    },
  },
  {
    name: 'psql, one process',
    async up(root, url) {
      await execute(url, HISTORY)
      const files = readdirSync(join(root, 'psql'))
        .sort()
        .flatMap((file) => ['-f', join('psql', file)])
      return once([psql, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, ...files], root, { env: QUIET })
    },
    again: (root, url) =>
      once([psql, '-X', '-q', '-d', url, '-c', 'SELECT name FROM knex_migrations ORDER BY id'], root, { env: QUIET }),
  },
]

const tsx = pathToFileURL(require.resolve('tsx')).href
const knexCli = join(repository, 'node_modules/knex/bin/cli.js')

const ours: Runner = node('knexus', (args) => [join(repository, 'knexus/bin/knexus.js'), ...args], ['up'], ['status'])
const knex: Runner = node('knex', (args) => ['--import', tsx, knexCli, ...args], ['migrate:latest'], ['migrate:list'])

/** Knexus and Knex on the same files, and the others on the same SQL in files of their own; those are installed under .data when they are first asked for. */
export function runners(withPeers: boolean): Runner[] {
  if (!withPeers) return [...floors, ours, knex]
  return [
    ...floors,
    ours,
    knex,
    ...PEERS.flatMap(({ packages, runner }) => (installed(packages, runner.name) ? [runner] : [])),
  ]
}

const PEERS: readonly { readonly packages: readonly string[]; readonly runner: Runner }[] = [
  {
    packages: ['node-pg-migrate@9.0.0', 'pg@8.23.1'],
    runner: node(
      'node-pg-migrate',
      (args) => [join(peers, 'node_modules/node-pg-migrate/bin/node-pg-migrate.js'), ...args, '-m', 'node-pg-migrate'],
      ['up'],
    ),
  },
  { packages: ['dbmate@2.36.0'], runner: peer('dbmate', ['--no-dump-schema', '-d', 'dbmate', 'migrate'], '.') },
  { packages: ['graphile-migrate@1.4.1'], runner: peer('graphile-migrate', ['migrate'], 'graphile') },
]

/** Installs packages of exact versions, unless they are there. Tells on one line why that could not be. */
function installed(packages: readonly string[], name: string): boolean {
  const missing = packages.filter(
    (wanted) => !existsSync(join(peers, 'node_modules', wanted.slice(0, wanted.lastIndexOf('@')))),
  )
  if (missing.length === 0) return true
  try {
    mkdirSync(peers, { recursive: true })
    if (!existsSync(join(peers, 'package.json')))
      writeFileSync(join(peers, 'package.json'), '{ "private": true, "type": "module" }')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...missing], {
      cwd: peers,
      stdio: 'inherit',
    })
    return true
  } catch (error) {
    console.log(`${name} is left out: ${String(error).split('\n')[0]}`)
    return false
  }
}

function node(
  name: string,
  command: (args: readonly string[]) => string[],
  up: readonly string[],
  list?: readonly string[],
): Runner {
  const run = (args: readonly string[]) => (root: string, url: string) =>
    once([process.execPath, ...command(args)], root, { env: { DATABASE_URL: url } })
  return { name, up: run(up), again: run(up), ...(list && { list: run(list) }) }
}

function peer(name: string, args: readonly string[], place: string): Runner {
  const run = (root: string, url: string) =>
    once([join(peers, 'node_modules/.bin', name), ...args], join(root, place), {
      env: { DATABASE_URL: `${url}?sslmode=disable` },
    })
  return { name, up: run, again: run }
}

/** Runs SQL over a connection of its own. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const sql of statements) await client.query(sql)
  } finally {
    await client.end()
  }
}
