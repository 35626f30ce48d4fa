import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import { rows } from '../../src/connection/connection.ts'
import { historyFiles, replayed, statesOf } from '../../src/migrations/replay.ts'
import type { Project } from '../../src/project/index.ts'
import { filesSource } from '../../src/sources/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { KeptDatabases } from '../../src/shadow/kept.ts'
import { database, serverUrl } from '../support/server.ts'

/** Long enough that it is worth keeping; `at` tells when it was really built. */
const FIRST = `CREATE TABLE notes AS SELECT clock_timestamp() AS at, pg_sleep(0.4)::text AS waited`
const SECOND = 'CREATE TABLE more (id int)'

describe('what a history built', () => {
  let root: string
  let shadow: Shadow
  beforeEach(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.kept-'))
    shadow = await openShadow({ server: serverUrl() })
  })
  afterEach(async () => {
    await shadow.clean?.()
    await shadow.close()
    await rm(root, { recursive: true })
  })

  async function project(...texts: readonly string[]): Promise<Project> {
    for (const [at, text] of texts.entries())
      await writeFile(
        join(root, `2026010100000${at}_m.ts`),
        `import type { Knex } from 'knex'\nexport async function up(knex: Knex) {\n  await knex.raw(\`${text}\`)\n}\n`,
      )
    return {
      knexfile: join(root, 'knexfile.ts'),
      root,
      environment: 'test',
      models: join(root, 'models'),
      settings: {},
      config: { client: 'pg', connection: serverUrl(), migrations: { directory: root, loadExtensions: ['.ts'] } },
    }
  }

  /** What stands in a database that holds the project's history: the tables, and when the first was built. */
  async function built(of: Project, on = shadow): Promise<{ tables: string[]; at: string }> {
    const db = await replayed(await historyFiles(of), of, on)
    try {
      const tables = await rows<{ name: string }>(
        db,
        `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1`,
      )
      const [first] = await rows<{ at: string }>(db, 'SELECT at::text AS at FROM notes')
      return { tables: tables.map(({ name }) => name), at: first!.at }
    } finally {
      await db.close()
    }
  }

  it('is cloned the next time, also by another run', async () => {
    const of = await project(FIRST, SECOND)
    const first = await built(of)
    expect(first.tables).to.deep.equal(['more', 'notes'])
    expect(await built(of)).to.deep.equal(first)
    const other = await openShadow({ server: serverUrl() })
    expect(await built(of, other)).to.deep.equal(first)
    await other.close()
  })

  it('is what a longer history begins from', async () => {
    const first = await built(await project(FIRST))
    expect(await built(await project(FIRST, SECOND))).to.deep.equal({ ...first, tables: ['more', 'notes'] })
  })

  it('is kept by whoever only reads it', async () => {
    const of = await project(FIRST)
    await filesSource(await historyFiles(of), of).schema(async () => shadow, { schemas: ['public'] })
    const db = await replayed(await historyFiles(of), of, shadow)
    expect(db.state).to.match(/^[0-9a-f]{32}$/)
    await db.close()
  })

  it('is built again when a file says something else', async () => {
    const first = await built(await project(FIRST, SECOND))
    expect((await built(await project(`${FIRST} `, SECOND))).at).not.to.equal(first.at)
  })

  it('is not kept when a migration says something about the database itself, which a clone would not have', async () => {
    const set = `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''5MB''', current_database()); END $$`
    const of = await project(FIRST, set)
    const first = await built(of)
    expect((await built(of)).at).not.to.equal(first.at)
  })

  it('is built by two runs at once without harm', async () => {
    const of = await project(FIRST, SECOND)
    const other = await openShadow({ server: serverUrl() })
    const both = await Promise.all([built(of), built(of, other)])
    expect(both.map(({ tables }) => tables)).to.deep.equal([
      ['more', 'notes'],
      ['more', 'notes'],
    ])
    await other.close()
    expect([both[0].at, both[1].at]).to.include((await built(of)).at)
  })

  it('is built again when somebody has opened it since, even if it is closed again', async () => {
    const of = await project(FIRST)
    const first = await built(of)
    const db = await connect(serverUrl())
    try {
      const [kept] = await rows<{ name: string }>(
        db,
        "SELECT datname AS name FROM pg_database WHERE datname ~ '^knexus_kept_' ORDER BY split_part(datname, '_', 3)::bigint DESC LIMIT 1",
      )
      for (const allow of [true, false]) await db.query(`ALTER DATABASE ${kept!.name} ALLOW_CONNECTIONS ${allow}`)
    } finally {
      await db.close()
    }
    const other = await openShadow({ server: serverUrl() })
    const second = await built(of, other)
    expect(second.at).not.to.equal(first.at)
    // Other tests on this server keep databases too, and drop what is kept.
    const looks = [second.at]
    for (let look = 0; look < 3 && looks.at(-1) !== looks.at(-2); look += 1) looks.push((await built(of, other)).at)
    expect(looks.at(-1)).to.equal(looks.at(-2))
    expect(await other.clean!()).not.to.have.length(0)
    await other.close()
  })

  it('is built again for another user, for whom the same statements build something else', async () => {
    const base = await database(`
      DO $$ BEGIN CREATE ROLE kept_other LOGIN PASSWORD 'p' CREATEDB; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)
    const other = await openShadow({
      server: Object.assign(new URL(base.url), { username: 'kept_other', password: 'p' }).href,
    })
    const same = await openShadow({ server: base.url })
    const of = await project(FIRST)
    const files = await historyFiles(of)
    try {
      expect(await statesOf(files, of, same)).to.deep.equal(await statesOf(files, of, shadow))
      expect(await statesOf(files, of, other)).not.to.deep.equal(await statesOf(files, of, shadow))
      const [mine, theirs] = [same, other].map((place) => filesSource(files, of).nameOf(place, {}))
      expect(await theirs).not.to.equal(await mine)
    } finally {
      await other.close()
      await same.close()
      await base.drop()
    }
  })

  it('goes when it is asked to', async () => {
    const of = await project(FIRST)
    const first = await built(of)
    expect(await shadow.clean!()).to.have.length(1)
    expect((await built(of)).at).not.to.equal(first.at)
  })

  it('goes by itself when it is older than two weeks, or the oldest of more than twelve', async () => {
    const base = await database(`
      DO $$ BEGIN CREATE ROLE kept_owner LOGIN PASSWORD 'p' CREATEDB; EXCEPTION WHEN duplicate_object THEN NULL; END $$`)
    const db = await connect(Object.assign(new URL(base.url), { username: 'kept_owner', password: 'p' }).href)
    const admin = (sql: string) => db.query(sql)
    const state = (n: number) => String(n).padStart(32, '0')
    const now = Math.floor(Date.now() / 1000)
    const make = (age: number, n: number) =>
      admin(`CREATE DATABASE knexus_kept_${now - age}_${state(n)} TEMPLATE template0`)
    const there = async () => {
      const found = await rows<{ n: number }>(
        db,
        `SELECT split_part(datname, '_', 4)::int AS n FROM pg_database d
         WHERE datdba = 'kept_owner'::regrole AND datname LIKE 'knexus_kept_%' ORDER BY 1`,
      )
      return found.map(({ n }) => n)
    }
    const kept = new KeptDatabases(admin, db)
    try {
      await make(15 * 86_400, 1)
      await make(13 * 86_400, 2)
      for (let n = 3; n <= 13; n += 1) await make(100 - n, n)
      expect(await kept.first([state(1)])).to.equal(undefined)
      expect(await there()).to.deep.equal([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
      await admin('CREATE DATABASE kept_owner_new TEMPLATE template0')
      expect(await kept.keep('kept_owner_new', state(14))).to.equal(true)
      expect(await there()).to.deep.equal([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    } finally {
      await kept.clean()
      await admin('DROP DATABASE IF EXISTS kept_owner_new')
      await db.close()
      await base.drop()
    }
  })
})
