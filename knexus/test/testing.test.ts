import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import knex from 'knex'
import { rows } from '../src/connection/connection.ts'
import { connect } from '../src/connection/connect.ts'
import { openShadow } from '../src/shadow/index.ts'
import { testDatabase, type TestDatabase, type TestDatabaseOptions } from '../src/testing.ts'
import { serverUrl } from './support/server.ts'

describe('a database for a test', () => {
  let root: string
  let knexfile: string
  // What is kept belongs to a user, so other files that clean up do not take it.
  const role = `knexus_testing_${process.pid}`
  const place = () => Object.assign(new URL(serverUrl()), { username: role, password: role }).href
  before(() => asAdmin(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD '${role}'`))
  after(() => asAdmin(`DROP ROLE ${role}`))
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.testing-'))
    knexfile = join(root, 'knexfile.mjs')
    await mkdir(join(root, 'migrations'))
    await writeFile(
      knexfile,
      `export default { test: { client: 'pg', connection: ${JSON.stringify(place())}, migrations: { directory: ${JSON.stringify(join(root, 'migrations'))}, loadExtensions: ['.ts'] } } }`,
    )
    await migration('20260101000000_notes.ts', 'CREATE TABLE notes AS SELECT clock_timestamp() AS built')
  })
  afterEach(async () => {
    const shadow = await openShadow({ server: place() })
    await shadow.clean?.()
    await shadow.close()
    await rm(root, { recursive: true })
  })

  const migration = (file: string, sql: string) =>
    writeFile(
      join(root, 'migrations', file),
      `import type { Knex } from 'knex'\nexport async function up(knex: Knex) {\n  await knex.raw(\`${sql}\`)\n}\n`,
    )
  const open = (options: Pick<TestDatabaseOptions, 'shadow' | 'names'> = {}) =>
    testDatabase({ knexfile, env: 'test', ...options })

  async function ask<R>({ connection }: TestDatabase, sql: string): Promise<R[]> {
    const db = await connect(connection)
    try {
      return await rows<R>(db, sql)
    } finally {
      await db.close()
    }
  }
  const names = (db: TestDatabase) => ask<{ name: string }>(db, 'SELECT name FROM knex_migrations ORDER BY id')
  const built = async (db: TestDatabase) =>
    (await ask<{ built: string }>(db, 'SELECT built::text FROM notes'))[0]?.built

  it("is there for a command, which sees its URL, and gone after it; the exit code is the command's", async () => {
    const bin = join(import.meta.dirname, '../bin/knexus.js')
    const see = `const { Client } = require('pg'); const db = new Client({ connectionString: process.env.OWN_URL });
      db.connect().then(() => db.query('SELECT current_database() AS name, (SELECT count(*)::int FROM notes) AS n'))
        .then(({ rows }) => { console.log(JSON.stringify(rows[0])); return db.end() }).then(() => process.exit(7))`
    const ended = await promisify(execFile)(
      process.execPath,
      [
        bin,
        'test-db',
        '--knexfile',
        knexfile,
        '--env',
        'test',
        '--variable',
        'OWN_URL',
        '--',
        process.execPath,
        '-e',
        see,
      ],
      { cwd: join(import.meta.dirname, '../..') },
    ).catch((error: unknown) => error as { code: number; stdout: string; stderr: string })
    expect(ended, JSON.stringify(ended)).to.have.property('code', 7)
    const { name, n } = JSON.parse(ended.stdout) as { name: string; n: number }
    expect(n).to.equal(1)
    const db = await connect(place())
    expect(await rows(db, `SELECT FROM pg_database WHERE datname = '${name}'`)).to.deep.equal([])
    await db.close()
  })

  it('is migrated once and cloned after that, each for itself alone', async () => {
    const one = await open()
    await using two = await open()
    expect(await built(two)).to.equal(await built(one))
    expect(await names(two)).to.deep.equal([{ name: '20260101000000_notes.ts' }])
    await ask(one, 'DELETE FROM notes')
    expect(await built(two)).to.be.a('string')
    await one.drop()
    expect(await connect(one.url!).catch((error: { code: string }) => error.code)).to.equal('database-missing')
  })

  it('follows a migration that was edited or added', async () => {
    await (await open()).drop()
    await migration('20260101000001_more.ts', 'CREATE TABLE more (id int)')
    await using db = await open()
    expect(await names(db)).to.have.length(2)
    await ask(db, 'SELECT id FROM more')
  })

  it('runs the migrations that are named, and knows another name for none', async () => {
    await migration('20260101000001_more.ts', 'CREATE TABLE more (id int)')
    await (await open()).drop()
    await using db = await open({ names: ['20260101000001_more.ts'] })
    expect(await names(db)).to.deep.equal([{ name: '20260101000001_more.ts' }])
    const error = await open({ names: ['wrong.ts'] }).catch((thrown: { code: string }) => thrown.code)
    expect(error).to.equal('unknown-migration')
  })

  it('is in this process with PGlite, migrated once and cloned too', async () => {
    await using one = await open({ shadow: 'embedded' })
    expect(one.url).to.equal(undefined)
    expect(await names(one)).to.deep.equal([{ name: '20260101000000_notes.ts' }])
    const sql = knex(one.config)
    // One session: a second connection would talk into its answers.
    expect(one.config.pool).to.deep.include({ min: 0, max: 1 })
    await sql('notes').delete()
    await sql.destroy()
    await using two = await open({ shadow: 'embedded' })
    expect(await built(two)).to.match(/^20/)
    await using three = await open({ shadow: 'embedded' })
    expect(await built(three)).to.equal(await built(two))
  }).timeout(600_000)

  it('leaves nothing behind where a migration fails', async () => {
    await migration('20260101000001_wrong.ts', 'SELECT wrong')
    const error = await open().catch((error: Error) => error.message)
    expect(error).to.include('wrong')
    expect(await left()).to.deep.equal([])
  })

  it('serves node:test files that run side by side', async () => {
    const testing = join(import.meta.dirname, '../src/testing.ts')
    const files = ['a', 'b', 'c'].map((name) => join(root, `${name}.test.ts`))
    for (const file of files)
      await writeFile(
        file,
        `import { test } from 'node:test'\nimport assert from 'node:assert'\nimport knex from 'knex'\nimport { testDatabase } from ${JSON.stringify(testing)}
for (const round of [1, 2]) test('round ' + round, async () => {
  const db = await testDatabase({ knexfile: ${JSON.stringify(knexfile)}, env: 'test' })
  const sql = knex(db.config)
  assert.equal((await sql('notes')).length, 1)
  await sql('notes').delete()
  await sql.destroy()
  await db.drop()
})\n`,
      )
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--test', ...files], {
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    }).catch((error: { stdout: string }) => error)
    expect(stdout.match(/^# pass \d+$/m)?.[0], stdout).to.equal('# pass 6')
    expect(await left()).to.deep.equal([])
  }).timeout(120_000)

  /** The databases of this user that are neither kept nor dropped. */
  const left = () =>
    asAdmin(
      `SELECT datname FROM pg_database WHERE datname LIKE 'knexus_shadow_%' AND pg_get_userbyid(datdba) = '${role}'`,
    )

  async function asAdmin(sql: string): Promise<unknown[]> {
    const db = await connect(serverUrl())
    try {
      return await rows(db, sql)
    } finally {
      await db.close()
    }
  }
})
