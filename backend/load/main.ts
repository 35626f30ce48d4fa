import { fork, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import knex from 'knex'
import { MIGRATIONS } from './knexfile.ts'
import { fill, WORDS, type Filled } from './fill.ts'

/**
 * `npm run load -w backend`: a mixed load on a register of 100,000 chunks, first at rest, then while a migration runs
 * that adds a column, fills it
 * in batches, makes it NOT NULL and builds two indexes, as `knexus generate` writes it from the models of the load.
 * LOAD_DATABASE_URL names an empty database with pgvector and its owner.
 */
const { values: flags } = parseArgs({
  options: {
    chunks: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    clients: { type: 'string', default: '8' },
  },
})
const ROOT = resolve(import.meta.dirname, '../..')
const url = process.env['LOAD_DATABASE_URL']
if (!url) throw new Error('LOAD_DATABASE_URL is not set: name an empty database with pgvector, as its owner.')

const database = knex({
  client: 'pg',
  connection: url,
  migrations: { directory: join(ROOT, 'db/migrations'), loadExtensions: ['.ts'] },
})
await rm(MIGRATIONS, { recursive: true, force: true })
await mkdir(MIGRATIONS, { recursive: true })
await timed('generated', () => knexus('generate', 'mark_anchors'))
await database.migrate.latest()
const filled = await timed('filled', () => fill(database, Number(flags.chunks)))
await database.destroy()

const service = fork(join(import.meta.dirname, 'service.ts'), { execArgv: ['--import', 'tsx'], cwd: ROOT })
const [address] = (await once(service, 'message')) as [string]
await load(address, filled, 5, async () => undefined)
const rest = await load(address, filled, Number(flags.seconds), async () => undefined)
const under = await load(address, filled, Number(flags.seconds), () => timed('migrated', () => knexus('up')))
service.disconnect()
tell('at rest', rest)
tell('while a migration runs', under)
process.stdout.write(`p99 against rest: ${(quantile(under.times, 0.99) / quantile(rest.times, 0.99)).toFixed(2)}\n`)
if (rest.failures.length + under.failures.length > 0) process.exitCode = 1

interface Result {
  /** Milliseconds of each request. */
  readonly times: readonly number[]
  readonly failures: readonly string[]
}

/** Clients that ask one thing after the other, for so long and until `beside` is done. */
async function load(at: string, about: Filled, seconds: number, beside: () => Promise<unknown>): Promise<Result> {
  const times: number[] = []
  const failures: string[] = []
  const end = Date.now() + seconds * 1000
  const work = { done: false }
  const client = async () => {
    while (Date.now() < end || !work.done) {
      const { method, path, body } = request(about)
      const start = performance.now()
      const answer = await fetch(`${at}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${about.token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }).catch((error: unknown) => new Response(String(error), { status: 599 }))
      const text = await answer.text()
      times.push(performance.now() - start)
      if (!answer.ok) failures.push(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`)
    }
  }
  const running = beside().finally(() => (work.done = true))
  await Promise.all([running, ...Array.from({ length: Number(flags.clients) }, client)])
  return { times, failures }
}

/** Four of ten search, four read lists, two write. */
function request({ workspaceId, studyId, documentId, versionId }: Filled): {
  readonly method: string
  readonly path: string
  readonly body?: object
} {
  const any = (count: number) => Math.floor(Math.random() * count)
  const word = WORDS[any(WORDS.length)]
  const search = (mode: string) =>
    ({
      method: 'POST',
      path: '/search',
      body: { workspaceId, mode, query: `${word} at visit ${any(400)} in arm ${any(250)}` },
    }) as const
  return [
    search('hybrid'),
    search('vector'),
    search('text'),
    search('hybrid'),
    { method: 'GET', path: `/versions/${versionId}/anchors?limit=50` },
    { method: 'GET', path: `/studies/${studyId}/facts?min=${any(1900)}&limit=20` },
    { method: 'GET', path: `/documents/${documentId}/versions` },
    { method: 'GET', path: `/studies?workspaceId=${workspaceId}` },
    {
      method: 'POST',
      path: `/studies/${studyId}/facts`,
      body: { type: 'load', key: randomUUID(), value: { value: 1 }, evidence: [] },
    },
    { method: 'PATCH', path: `/studies/${studyId}`, body: { title: `Load ${any(1000)}` } },
  ][any(10)]!
}

/** The command line of the tool, with the knexfile of the load. */
async function knexus(...words: readonly string[]): Promise<void> {
  const run = spawn(process.execPath, ['knexus/bin/knexus.js', ...words, '--knexfile', 'backend/load/knexfile.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  const [code] = (await once(run, 'exit')) as [number]
  if (code !== 0) throw new Error(`knexus ${words.join(' ')} has failed`)
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  process.stdout.write(`${what} in ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
  return result
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0
}

function tell(when: string, { times, failures }: Result): void {
  const [half, most, worst] = [0.5, 0.99, 1].map((share) => `${quantile(times, share).toFixed(0)} ms`)
  process.stdout.write(
    `${when}: ${times.length} requests, ${failures.length} failed, p50 ${half}, p99 ${most}, longest ${worst}\n`,
  )
  for (const failure of new Set(failures.slice(0, 5))) process.stdout.write(`  ${failure}\n`)
}
