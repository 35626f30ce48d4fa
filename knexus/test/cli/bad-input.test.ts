import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import type { Client } from 'pg'
import { requirePassword } from '../support/require-password.ts'
import { sampled } from '../support/sample.ts'
import { database, type TestDatabase } from '../support/server.ts'
import { badInputs, type BadInput } from './bad-input.ts'

const program = resolve(import.meta.dirname, '../../bin/knexus.js')

const PROJECT: Readonly<Record<string, string>> = {
  'knexfile.ts': `export default { development: { client: 'pg', connection: process.env.BAD_INPUT_URL, migrations: { directory: './migrations', loadExtensions: ['.ts'] }, knexus: { models: 'models' } } }`,
  'models/things.ts': `import { integer, table, text } from 'knexus'\nexport const things = table('things', { id: integer().primary(), name: text() })`,
  'migrations/20260101000000_first.ts': `import type { Knex } from 'knex'
export const up = (knex: Knex) => knex.raw('CREATE TABLE things (id int CONSTRAINT things_pkey PRIMARY KEY, name text)')
export const down = (knex: Knex) => knex.raw('DROP TABLE things')`,
}

describe('bad input gets a clear error, and loses nothing:', function () {
  this.timeout(600_000)
  let live: TestDatabase
  let db: Client
  before(async () => {
    live = await database()
    db = await live.connect()
    await requirePassword(live, 'bad_input_user', 'another')
    const folder = await write({})
    await run(folder, ['up'], live.url)
    await db.query(`INSERT INTO things VALUES (1, 'kept')`)
    await rm(folder, { recursive: true })
  })

  for (const bad of sampled('BAD_INPUT_SAMPLE', 1, badInputs)) {
    it(bad.name, async () => {
      const folder = await write(bad.files ?? {})
      try {
        const files = await readdir(folder, { recursive: true })
        const url = new URL(live.url)
        bad.url?.(url)
        const { code, stdout, error } = await run(folder, [...bad.args, '--json'], url.href)
        expect(error, error.message).to.have.property('code', bad.code)
        for (const word of bad.says) expect(`${error.message} ${error.cure}`).to.contain(word)
        expect(`${error.message} ${error.cure}`).not.to.contain('secret')
        expect(code).to.equal(2)
        expect(
          stdout
            .split('\n')
            .filter((line) => !line.startsWith('{"event"'))
            .join(''),
        ).to.equal('')
        expect(await readdir(folder, { recursive: true })).to.deep.equal(files)
        expect(await seen()).to.deep.equal({
          tables: ['knex_migrations', 'knex_migrations_lock', 'knexus_journal', 'things'],
          name: 'kept',
          applied: '20260101000000_first.ts',
        })
      } finally {
        await rm(folder, { recursive: true })
      }
    })
  }

  async function seen(): Promise<unknown> {
    const { rows } = await db.query(`
      SELECT (SELECT array_agg(relname::text ORDER BY relname::text COLLATE "C") FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r') AS tables,
        (SELECT name FROM things) AS name, (SELECT string_agg(name, ',') FROM knex_migrations) AS applied`)
    return rows[0]
  }
})

/** A project like any other, but for some files. */
async function write(changed: BadInput['files'] & object): Promise<string> {
  const folder = await mkdtemp(join(import.meta.dirname, '.bad-input-'))
  for (const [path, text] of Object.entries({ ...PROJECT, ...changed })) {
    if (text === null) continue
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

interface Ran {
  readonly code: number
  readonly stdout: string
  readonly error: { readonly code: string; readonly message: string; readonly cure: string }
}

async function run(cwd: string, args: readonly string[], url: string): Promise<Ran> {
  const env = { ...process.env, NODE_ENV: '', BAD_INPUT_URL: url, LOG_FORMAT: 'json' }
  const {
    code = 0,
    stdout,
    stderr,
  } = (await promisify(execFile)(process.execPath, [program, ...args], { cwd, env }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )) as { code?: number; stdout: string; stderr: string }
  const told = stderr.split('\n').find((line) => line.startsWith('{"status":"error"'))
  return { code, stdout, error: told ? JSON.parse(told).error : { code: 'no error', message: stderr, cure: '' } }
}
