import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import * as api from '../../src/index.ts'
import { staller, type Staller } from '../run/staller.ts'
import { projectHere, type CommandProject } from '../support/command.ts'
import { NOTES, sends } from '../support/notes.ts'
import { everyOf, turn } from '../support/sample.ts'
import { execute, serverUrl } from '../support/server.ts'

/** One statement in so many is stopped: every one with ABORTED_SAMPLE=1. */
const EVERY = everyOf('ABORTED_SAMPLE', 17)
/** Milliseconds after which a function that was told to stop has stopped, on a busy machine. */
const SOON = 8_000
const ROLE = `aborted_${process.pid}`

interface Where {
  readonly knexfile: string
  readonly signal?: AbortSignal
}

const NAME = '20260102000000_second'

/** Every function that takes a signal, as the documents list them. */
const FUNCTIONS: Readonly<Record<string, (where: Where) => Promise<unknown>>> = {
  check: (where) => api.check({ ...where, fresh: true }),
  diff: (where) => api.diff({ ...where, from: 'db', to: 'models', sql: true }),
  generate: (where) => api.generate({ ...where, name: 'more' }),
  up: (where) => api.up(where),
  down: (where) => api.down({ ...where, all: true }),
  redo: (where) => api.redo({ ...where, steps: 2 }),
  status: (where) => api.status(where),
  pull: (where) => api.pull(where),
  pullInto: (where) => api.pullInto(where),
  review: (where) => api.review(where),
  lint: (where) => api.lint(where),
  verify: (where) => api.verify({ ...where, files: [NAME] }),
  script: (where) => api.script({ ...where, from: 'current' }),
  squash: (where) => api.squash(where),
  stamp: (where) => api.stamp({ ...where, name: 'head' }),
  adopt: (where) => api.adopt(where),
  seed: (where) => api.seed(where),
  history: (where) => api.history(where),
  show: (where) => api.show({ ...where, name: NAME, trace: true }),
  stats: (where) => api.stats(where),
  purge: (where) => api.purge({ ...where, dryRun: true }),
  diagram: (where) => api.diagram({ ...where, source: 'db' }),
  doctor: (where) => api.doctor(where),
}

/** Those that change the database, which is brought back between two trials. */
const RUNS = new Set(['up', 'down', 'redo', 'stamp', 'seed'])

describe('a function that is told to stop', function () {
  this.timeout(600_000)
  let project: CommandProject
  let between: Staller
  let where: Where

  before(async () => {
    project = await projectHere({
      'knexfile.mjs': `export default { development: { client: 'pg', connection: () => ({ connectionString: process.env.ABORTED_URL }), migrations: { directory: './migrations', extension: 'js', loadExtensions: ['.js'] }, seeds: { directory: './seeds', loadExtensions: ['.js'] }, knexus: { models: 'models' } } }`,
      'models/notes.ts': NOTES,
      'migrations/20260101000000_first.js': sends(
        'CREATE TABLE notes (id bigint CONSTRAINT notes_pkey PRIMARY KEY)',
        'DROP TABLE notes',
      ),
      [`migrations/${NAME}.js`]: `export const config = { transaction: false }\n${sends('CREATE INDEX CONCURRENTLY notes_i ON notes (id)', 'DROP INDEX notes_i')}`,
      'seeds/one.js': `export const seed = (knex) => knex.raw('SELECT 1')\n`,
    })
    await execute({ url: serverUrl() }, `CREATE ROLE ${ROLE} LOGIN CREATEDB PASSWORD 'a'`)
    await execute(project.live, `GRANT ALL ON SCHEMA public TO ${ROLE}`)
    between = await staller(Object.assign(new URL(project.live.url), { username: ROLE, password: 'a' }).href)
    process.env['ABORTED_URL'] = between.url
    where = { knexfile: join(project.folder, 'knexfile.mjs') }
  })
  after(async () => {
    delete process.env['ABORTED_URL']
    await between.close()
    await project.drop()
    const client = new Client({ connectionString: serverUrl() })
    await client.connect()
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datdba = '${ROLE}'::regrole`,
    )
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
    await client.query(`DROP ROLE ${ROLE}`)
    await client.end()
  })

  /** All files of the project by their paths. */
  const files = async (): Promise<Record<string, string>> => {
    const names = (await readdir(project.folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    )
    const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort()
    return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')])))
  }
  const restore = async (before: Readonly<Record<string, string>>) => {
    for (const path of Object.keys(await files())) if (!(path in before)) await rm(path)
    for (const [path, text] of Object.entries(before)) await writeFile(path, text)
  }
  /** What the role still has on the server. A session that was just closed may take a moment to go. */
  const left = async () => {
    const client = await project.live.connect()
    for (let tries = 0; ; tries += 1) {
      const { rows } = await client.query<{ databases: string[]; sessions: string[]; locks: number }>(
        `SELECT array(SELECT datname::text FROM pg_database WHERE datdba = '${ROLE}'::regrole AND datname !~ '^knexus_kept_') AS databases,
           array(SELECT application_name || ': ' || query FROM pg_stat_activity WHERE usename = '${ROLE}') AS sessions,
           (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks`,
      )
      const [found] = rows
      if (tries === 50 || (found!.locks === 0 && found!.databases.length + found!.sessions.length === 0)) {
        await client.end()
        return found
      }
      await sleep(100)
    }
  }
  // One that nobody handles in time ends the process of whoever called.
  const unhandled: unknown[] = []
  const note = (error: unknown) => void unhandled.push(error)
  beforeEach(() => process.on('unhandledRejection', note))
  afterEach(() => {
    process.off('unhandledRejection', note)
    expect(unhandled.splice(0)).to.deep.equal([])
  })
  const NOTHING = { databases: [], sessions: [], locks: 0 }

  it('is every function of the package that works with a project', () => {
    const functions = Object.entries(api).flatMap(([name, value]) =>
      typeof value === 'function' && value.constructor.name === 'AsyncFunction' ? [name] : [],
    )
    expect(Object.keys(FUNCTIONS)).to.have.members(functions)
  })

  for (const [name, call] of Object.entries(FUNCTIONS)) {
    it(`does nothing where it was told before: ${name}`, async () => {
      const reason = new Error('enough')
      between.stallAt(Infinity, () => {})
      const thrown = await call({ ...where, signal: AbortSignal.abort(reason) }).catch((error: unknown) => error)
      expect(thrown).to.equal(reason)
      expect(between.statements).to.equal(0)
    })

    it(`ends while the server does not answer: ${name}`, async () => {
      const reason = new Error('enough')
      const stop = new AbortController()
      let begun = 0
      between.beSilent(true, () => {
        begun ||= Date.now()
        setTimeout(() => stop.abort(reason), 50)
      })
      try {
        const thrown = await call({ ...where, signal: stop.signal }).catch((error: unknown) => error)
        if (begun > 0) {
          expect(thrown).to.equal(reason)
          expect(Date.now() - begun).to.be.lessThan(SOON)
        }
      } finally {
        between.beSilent(false)
      }
      for (let tries = 0; between.connections > 0 && tries < 50; tries += 1) await sleep(50)
      expect(between.connections).to.equal(0)
    })

    it(`ends in the middle of a statement, and leaves nothing behind: ${name}`, async () => {
      const prepare = async () => {
        await api.down({ ...where, all: true }).catch(() => undefined)
        if (name !== 'up') await api.up(where)
      }
      await prepare()
      const before: Readonly<Record<string, string>> = await files()
      between.stallAt(Infinity, () => {})
      await call(where).catch(() => undefined)
      const last = between.statements
      await restore(before)
      for (let at = 1 + ((name.length + turn()) % Math.min(EVERY, last)); at <= last; at += EVERY) {
        if (RUNS.has(name)) await prepare()
        const reason = new Error('enough')
        const stop = new AbortController()
        let begun = 0
        between.stallAt(at, () => {
          begun = Date.now()
          setTimeout(() => stop.abort(reason), 50)
        })
        const thrown: unknown = await call({ ...where, signal: stop.signal }).then(
          () => undefined,
          (error: unknown) => error,
        )
        const took = Date.now() - begun
        between.stallAt(Infinity, () => {})
        if (begun === 0) continue
        const what = `statement ${at} of ${last}`
        expect(thrown, what).to.equal(reason)
        expect(took, what).to.be.lessThan(SOON)
        expect(await left(), what).to.deep.equal(NOTHING)
        expect(await files(), what).to.deep.equal(before)
      }
    })
  }
})
