import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { rows } from '../../src/connection/connection.ts'
import { historyFiles, replayed } from '../../src/migrations/replay.ts'
import type { Project } from '../../src/project/index.ts'
import { filesSource } from '../../src/sources/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { serverUrl } from '../support/server.ts'

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

  it('goes when it is asked to', async () => {
    const of = await project(FIRST)
    const first = await built(of)
    expect(await shadow.clean!()).to.have.length(1)
    expect((await built(of)).at).not.to.equal(first.at)
  })
})
