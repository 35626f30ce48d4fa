/** `npm run bench:runner [-- --files 500 --runs 3 --memory 100,500,2000 --peers --durable]`: how long pending migrations take, and how long it takes to see that none are; `--durable` asks a server that keeps what it is told, on disk. */
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { startPostgres } from '../knexus/test/support/postgres.ts'
import { inTurn, type Figure } from './lib/measure.ts'
import { migrations } from './lib/migrations.ts'
import { execute, type Runner, runners } from './lib/runners.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '500' },
    runs: { type: 'string', default: '3' },
    memory: { type: 'string', default: '100,500,2000' },
    peers: { type: 'boolean' },
    durable: { type: 'boolean' },
  },
})
const server = await startPostgres(15, { durable: values.durable === true })
try {
  const files = Number(values.files)
  const usable = await tried(runners(values.peers === true))
  await pending(files, usable)
  await nothing(files, usable)
  if (values.memory !== '')
    await memory(
      values.memory.split(',').filter(Boolean).map(Number),
      usable.filter((runner) => ['knexus', 'knex'].includes(runner.name)),
    )
} finally {
  await server.stop()
}

/** Runs three files with each, so that one that cannot run is a line and not the end. */
async function tried(all: readonly Runner[]): Promise<Runner[]> {
  const root = migrations(3)
  const usable: Runner[] = []
  for (const runner of all) {
    try {
      await runner.up(root, await fresh(runner))
      usable.push(runner)
    } catch (error) {
      console.log(`${runner.name} is left out: ${String(error).replaceAll(/\s+/g, ' ').slice(0, 300)}`)
    }
  }
  return usable
}

async function pending(files: number, usable: readonly Runner[]): Promise<void> {
  const root = migrations(files)
  const commands = Object.fromEntries(
    usable.map((runner) => [runner.name, async () => runner.up(root, await fresh(runner))]),
  )
  print(`${files} pending`, await inTurn(Number(values.runs), commands), floorsOf(usable))
}

async function nothing(files: number, usable: readonly Runner[]): Promise<void> {
  const root = migrations(files)
  const commands = usable.flatMap((runner) => [
    ...(runner.again ? [[runner.name, () => runner.again!(root, urlOf(runner))] as const] : []),
    ...(runner.list ? [[`${runner.name}, the list`, () => runner.list!(root, urlOf(runner))] as const] : []),
  ])
  print('nothing pending', await inTurn(Number(values.runs) + 2, Object.fromEntries(commands)), [
    'knex',
    'knex, the list',
  ])
}

async function memory(sizes: readonly number[], usable: readonly Runner[]): Promise<void> {
  const table = new Table({
    head: ['peak MiB', ...sizes.map((size) => `${size} files`)],
    style: { head: [], border: [] },
  })
  const roots = sizes.map((size) => [size, migrations(size)] as const)
  for (const runner of usable) {
    const peaks: string[] = []
    for (const [, root] of roots) peaks.push((await runner.up(root, await fresh(runner))).memory.toFixed(0))
    table.push([runner.name, ...peaks])
  }
  console.log(table.toString())
}

function floorsOf(usable: readonly Runner[]): string[] {
  return usable.map(({ name }) => name).filter((name) => name.startsWith('psql'))
}

function print(title: string, figures: Readonly<Record<string, Figure>>, measures: readonly string[]): void {
  const known = measures.filter((name) => figures[name])
  const table = new Table({
    head: [title, 'seconds', ...known.map((name) => `of ${name}`), 'peak MiB'],
    style: { head: [], border: [] },
  })
  for (const [name, { seconds, memory }] of Object.entries(figures)) {
    table.push([
      name,
      seconds.toFixed(2),
      ...known.map((floor) => (seconds / figures[floor]!.seconds).toFixed(2)),
      memory > 0 ? memory.toFixed(0) : '',
    ])
  }
  console.log(table.toString())
}

function urlOf({ name }: Runner): string {
  const url = new URL(server.url)
  url.pathname = `/bench_${name.replaceAll(/\W+/g, '_')}`
  return url.href
}

/** An empty database of the tool's own. */
async function fresh(runner: Runner): Promise<string> {
  const url = urlOf(runner)
  const name = new URL(url).pathname.slice(1)
  await execute(
    server.url,
    `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
    `CREATE DATABASE ${name} TEMPLATE template0`,
  )
  return url
}
