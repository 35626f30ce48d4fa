import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { catalogQuery } from '../../knexus/src/introspect/index.ts'
import { work } from './work.ts'

/** A project of so many tables, with a live database that its one migration has built. */
export interface BenchProject {
  readonly root: string
  readonly url: string
  /** The query of the floor. */
  readonly query: string
}

const repository = resolve(import.meta.dirname, '../..')

/** Writes the project and fills its database. `models` has no change, `models-1` one, `models-10` a tenth of the tables. */
export async function project(count: number, server: string, major: number): Promise<BenchProject> {
  const root = join(repository, '.data/bench', String(count))
  rmSync(root, { recursive: true, force: true })
  mkdirSync(join(root, 'migrations'), { recursive: true })
  for (const [folder, edited] of [
    ['models', 0],
    ['models-1', 1],
    ['models-10', Math.ceil(count / 10)],
  ] as const) {
    mkdirSync(join(root, folder))
    for (const { file, source } of work(count, edited).models) writeFileSync(join(root, folder, file), source)
  }
  const { sql } = work(count)
  const url = await database(server, `bench_${count}`)
  const chunks = sql
    .split('\n')
    .reduce<string[][]>((all, line, at) => (at % 2000 === 0 ? [...all, [line]] : (all.at(-1)!.push(line), all)), [])
  writeFileSync(
    join(root, 'migrations/20260101000000_all.ts'),
    [
      `import type { Knex } from 'knex'`,
      'export async function up(knex: Knex): Promise<void> {',
      ...chunks.map((lines) => `  await knex.raw(\`${lines.join('\n')}\`)`),
      '}',
      'export async function down(): Promise<void> {}',
      '',
    ].join('\n'),
  )
  writeFileSync(join(root, 'package.json'), '{ "type": "module", "private": true }')
  writeFileSync(join(root, 'query.sql'), catalogQuery(major, { dependencies: false, inventory: true }))
  writeFileSync(
    join(root, 'knexfile.ts'),
    `export default { development: { client: 'pg', connection: '${url}', migrations: { directory: '${join(root, 'migrations')}', loadExtensions: ['.ts'] },
  knexus: { models: process.env.BENCH_MODELS ?? 'models' } } }\n`,
  )
  mkdirSync(join(root, 'node_modules'))
  symlinkSync(join(repository, 'knexus'), join(root, 'node_modules/knexus'))
  cpSync(join(repository, 'bench/lib/floor.mjs'), join(root, 'floor.mjs'))
  return { root, url, query: join(root, 'query.sql') }
}

async function database(server: string, name: string): Promise<string> {
  const admin = new Client({ connectionString: server })
  await admin.connect()
  await admin.query(`DROP DATABASE IF EXISTS ${name}`)
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
