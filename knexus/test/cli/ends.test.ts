import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { expect } from 'chai'
import { COMMANDS as ALL } from '../../src/cli/main.ts'
import { saboteur } from '../run/saboteur.ts'
import { everyOf, turn } from '../support/sample.ts'
import { database, execute, serverUrl, type TestDatabase } from '../support/server.ts'

const program = resolve(import.meta.dirname, '../../bin/knexus.js')
/** One statement in so many fails: every one with ENDS_SAMPLE=1. */
const EVERY = everyOf('ENDS_SAMPLE', 13)
const ROLE = `ends_${process.pid}`

const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "ends", "type": "module" }',
  'knexfile.mjs': `export default { development: { client: 'pg', connection: process.env.ENDS_URL, migrations: { directory: './migrations', extension: 'mjs', loadExtensions: ['.mjs'] }, seeds: { directory: './seeds', loadExtensions: ['.mjs'] }, knexus: { models: 'models', schemas: ['public'] } } }`,
  'models/things.mjs': `import { integer, table, text } from 'knexus'\nexport const things = table('things', { id: integer().primary(), name: text() })`,
  'migrations/20260101000000_first.mjs': `export const up = (knex) => knex.raw('CREATE TABLE things (id int CONSTRAINT things_pkey PRIMARY KEY)')\nexport const down = (knex) => knex.raw('DROP TABLE things')`,
  'migrations/20260102000000_second.mjs': `export const config = { transaction: false }\nexport const up = (knex) => knex.raw('CREATE INDEX CONCURRENTLY things_i ON things (id)')\nexport const down = (knex) => knex.raw('DROP INDEX things_i')`,
  'seeds/one.mjs': `export const seed = (knex) => knex.raw('SELECT 1')`,
}

/** A command, what it reads from its standard input, and at how many statements at most it fails where not all are tried. */
interface Tried {
  readonly args: readonly string[]
  readonly input?: string
  readonly most?: number
  /** It leaves the database as it is, so that nothing has to be run again after it. */
  readonly reads?: true
}

const changing = (...args: readonly string[]): Tried => ({ args })
const reading = (...args: readonly string[]): Tried => ({ args, reads: true, most: 5 })

const ASKED = [
  {
    method: 'initialize',
    id: 1,
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'a test', version: '1' } },
  },
  { method: 'notifications/initialized' },
  ...['status', 'check', 'verify'].map((name, at) => ({
    method: 'tools/call',
    id: 2 + at,
    params: { name, arguments: {} },
  })),
]

const COMMANDS: readonly Tried[] = [
  changing('up'),
  changing('status'),
  changing('check'),
  changing('doctor'),
  changing('diff', '--from', 'db', '--to', 'models'),
  changing('generate', 'names'),
  changing('pull', '--out', 'pulled', '--force'),
  changing('seed'),
  changing('show', '20260101000000_first'),
  changing('stamp', 'head'),
  changing('redo'),
  changing('down', '--all'),
  reading('init'),
  reading('adopt', '--models', 'adopted'),
  reading('lint'),
  reading('verify', '--all'),
  reading('review', '20260102000000_second', '--markdown', 'review.md'),
  reading('stats', '--out', 'stats.json'),
  reading('diagram', 'db', '--out', 'diagram.html'),
  reading('test-db', '--', process.execPath, '--version'),
  { args: ['fleet', 'up', '--query', 'SELECT current_database() AS database'], most: 5 },
  reading('fleet', 'check', '--query', 'SELECT current_database() AS database'),
  reading('squash', '--dry-run'),
  reading('sql', '--from', 'current'),
  { args: ['purge', '--yes'], most: 5 },
  reading('history', '--html', 'history.html'),
  { ...reading('mcp'), input: ASKED.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('') },
]

/** Opens no connection. */
const OFFLINE = ['completion']

describe('a command ends, whichever statement of it fails, and leaves nothing behind:', function () {
  this.timeout(3_600_000)
  let folder: string
  let db: TestDatabase
  let watcher: ReturnType<TestDatabase['connect']> | undefined

  before(async () => {
    folder = await mkdtemp(join(import.meta.dirname, '.ends-'))
    for (const [name, text] of Object.entries(PROJECT)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    await execute({ url: serverUrl() }, `CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD 'ends'`)
    db = await database(`GRANT ALL ON SCHEMA public TO ${ROLE}`)
  })
  after(async () => {
    const url = Object.assign(new URL(db.url), { username: ROLE, password: 'ends' }).href
    await run({ args: ['doctor', '--clean'] }, url)
    await db.drop()
    await execute({ url: serverUrl() }, `DROP ROLE ${ROLE}`)
    await rm(folder, { recursive: true })
  })

  it('of every command there is', () => {
    expect([...new Set([...COMMANDS.map(({ args }) => args[0]!), ...OFFLINE])]).to.have.members(Object.keys(ALL))
  })

  for (const tried of COMMANDS)
    it(tried.args.slice(0, 6).join(' ').replace(process.execPath, 'node'), async () => {
      const { args, reads, most = Number.POSITIVE_INFINITY } = tried
      const url = Object.assign(new URL(db.url), { username: ROLE, password: 'ends' }).href
      if (args[0] !== 'up') await run({ args: ['up'] }, url)
      const counter = await saboteur(url)
      await run(tried, counter.url)
      await counter.close()
      await run({ args: ['up'] }, url)
      const last = counter.statements
      expect(last).to.be.above(0)
      const step = EVERY === 1 ? 1 : Math.max(EVERY, Math.ceil((last * EVERY) / (most * 13)))
      for (let at = 1 + ((args.join().length + turn()) % Math.min(step, last)); at <= last; at += step) {
        if (args[0] === 'up') await run({ args: ['down', '--all'] }, url)
        const between = await saboteur(url, at)
        const { code, error } = await run(tried, between.url)
        await between.close()
        expect([0, 1, 2], `statement ${at} of ${last}: ${error}`).to.include(code)
        if (/^error/m.test(error)) expect(code, error).to.equal(2)
        expect(await left(), `statement ${at} of ${last}: ${error}`).to.deep.equal({ databases: [], locks: 0 })
        if (!reads) await run({ args: ['up'] }, url)
      }
    })

  /** What the role has left on the server, but for states that are kept on purpose. A session that was just closed may take a moment to go. */
  async function left(): Promise<unknown> {
    const client = await (watcher ??= db.connect())
    for (let tries = 0; ; tries += 1) {
      const { rows } = await client.query<{ databases: string[]; locks: number }>(
        `SELECT (SELECT coalesce(array_agg(datname::text), '{}') FROM pg_database WHERE datdba = '${ROLE}'::regrole AND datname !~ '^knexus_kept_') AS databases,
           (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks`,
      )
      if (tries === 50 || (rows[0]!.locks === 0 && rows[0]!.databases.length === 0)) return rows[0]
      await new Promise((done) => {
        setTimeout(done, 100)
      })
    }
  }

  /** Runs a command; one that does not end is killed, and has no code. */
  function run({ args, input }: Tried, url: string): Promise<{ code: number | null; error: string }> {
    return new Promise((done) => {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: folder,
        env: { ...process.env, ENDS_URL: url, NODE_ENV: '' },
        stdio: ['pipe', 'ignore', 'pipe'],
        timeout: 120_000,
      })
      child.stdin.on('error', () => undefined).end(input)
      let error = ''
      child.stderr.on('data', (data) => (error += String(data)))
      child.on('close', (code) => done({ code, error }))
    })
  }
})
