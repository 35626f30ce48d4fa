import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import { rows, type Connection } from '../../src/connection/connection.ts'
import { agreement } from '../../src/drift/index.ts'
import type { Project } from '../../src/project/index.ts'
import { sayChange } from '../../src/diff.ts'
import { up } from '../../src/run/runner.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { migration, project as runnable } from '../run/project.ts'
import { serverUrl } from '../support/server.ts'

/** A statement that means something else, or is refused, where the setting has PostgreSQL's own value. */
const READ_BY: Readonly<Record<string, readonly [value: string, sql: string]>> = {
  timezone: [
    "'America/New_York'",
    `CREATE TABLE p (at timestamptz) PARTITION BY RANGE (at); CREATE TABLE q PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
  ],
  timezone_abbreviations: ["'India'", `CREATE TABLE t (at timestamptz DEFAULT '2024-01-01 00:00 IST')`],
  datestyle: ["'SQL, DMY'", `CREATE TABLE t (day date DEFAULT '03/04/2024')`],
  intervalstyle: ["'sql_standard'", `CREATE TABLE t (i interval DEFAULT '-1 2:03:04')`],
  array_nulls: ['off', `CREATE TABLE t (list text[] DEFAULT '{NULL,a}')`],
  transform_null_equals: ['on', 'CREATE TABLE t (n int CHECK (n = NULL))'],
  standard_conforming_strings: ['off', String.raw`CREATE TABLE t (path text DEFAULT 'a\\b')`],
  search_path: ['app, public', 'CREATE SCHEMA app; CREATE TABLE t (id int)'],
  check_function_bodies: [
    'off',
    `CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM made_later'`,
  ],
}

const MODEL = `import { table, timestamp } from 'knexus'\nexport const notes = table('notes', { at: timestamp().defaultTo('2024-01-01') })\n`
const NOTES = `CREATE TABLE public.notes (at timestamptz DEFAULT '2024-01-01')`

describe('a shadow', function () {
  this.timeout('2m')
  let root: string
  before(async () => {
    root = await mkdtemp(join(import.meta.dirname, '.session-'))
    await mkdir(join(root, 'models'))
    await writeFile(join(root, 'models/notes.ts'), MODEL)
  })
  after(() => rm(root, { recursive: true }))

  for (const [setting, [value, sql]] of Object.entries(READ_BY)) {
    it(`reads statements by the ${setting} of the database`, async () => {
      expect(await drift(sql, { setting: `${setting} = ${value}` })).to.deep.equal([])
    })
  }

  it('reads them so on another server too, by what that one can have', async () => {
    for (const [setting, [value, sql]] of Object.entries(READ_BY))
      expect(await drift(sql, { setting: `${setting} = ${value}`, elsewhere: true }), setting).to.deep.equal([])
  })

  it('reads them so embedded in this process, and leaves what it does not know', async () => {
    const shadow = await openShadow({ shadow: 'embedded' })
    try {
      const all = {
        timezone: 'Asia/Tokyo',
        datestyle: 'SQL, DMY',
        timezone_abbreviations: 'nowhere',
        lc_monetary: 'xx',
      }
      const db = await shadow.like({ all, own: {} }).database()
      const read = async (from: Connection) =>
        (await rows(from, `SELECT '2024-01-01'::timestamptz::text AS at, current_setting('datestyle') AS style`))[0]
      expect(await read(db)).to.deep.equal({ at: '01/01/2024 00:00:00 JST', style: 'SQL, DMY' })
      const second = await connect(db.settings)
      expect(await read(second)).to.deep.equal({ at: '01/01/2024 00:00:00 JST', style: 'SQL, DMY' })
      await second.close()
    } finally {
      await shadow.close()
    }
  })

  it('begins a session as the knexfile says', async () => {
    const afterCreate = (connection: { query(sql: string, done: () => void): void }, done: () => void) =>
      connection.query("SET timezone = 'Asia/Tokyo'", done)
    const sql = `CREATE SCHEMA app; CREATE TABLE t (at timestamptz DEFAULT '2024-01-01')`
    const config = { pool: { min: 0, max: 2, afterCreate }, searchPath: ['app', 'public'] }
    expect(await drift(sql, { config })).to.deep.equal([])
  })

  /** What is found of a difference between a database whose sessions are told something, and a shadow on which the migrations run again. */
  async function drift(
    sql: string,
    {
      setting,
      elsewhere,
      config,
    }: { readonly setting?: string; readonly elsewhere?: boolean; readonly config?: Partial<Knex.Config> },
  ): Promise<readonly string[]> {
    const base = await runnable({ '1_a.ts': migration([NOTES, ...sql.split('; ')]) })
    if (setting !== undefined)
      await base.query(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${setting.replaceAll("'", "''")}', current_database()); END $$`,
      )
    const shadow = await openShadow(elsewhere ? { shadow: serverUrl() } : { server: base.url })
    try {
      const project: Project = {
        knexfile: join(root, 'knexfile.ts'),
        root,
        environment: 'test',
        models: join(root, 'models'),
        settings: {},
        config: { ...base.config, ...config, connection: base.url },
      }
      await up(project.config)
      const { drift, models } = await agreement(project, async () => shadow)
      if (!config) expect(models.map(sayChange).filter((line) => line.includes('notes'))).to.deep.equal([])
      return drift.map(sayChange)
    } finally {
      await shadow.close()
      await base.drop()
    }
  }
})
