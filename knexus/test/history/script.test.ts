import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { fingerprintOf } from '../../src/history/fingerprint.ts'
import { script, selection } from '../../src/history/script.ts'
import type { Project as Knexfile } from '../../src/project/index.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { MIXED, PICTURE } from '../run/mixed.ts'
import { codeOf, migration, project, type Project } from '../run/project.ts'
import { leaveOut } from '../support/leave-out.ts'

const run = promisify(execFile)
const WRITABLE = Object.fromEntries(Object.entries(MIXED).filter(([name]) => !/nested|backfill|unique/.test(name)))

describe('the script for psql', function () {
  this.timeout(600_000)
  let p: Project
  let folder: string
  before(async function () {
    const there = await run('psql', ['--version']).then(
      () => true,
      () => false,
    )
    leaveOut(this, there ? undefined : 'needs psql')
    folder = await mkdtemp(join(tmpdir(), 'knexus-sql-'))
  })
  after(async () => {
    if (folder) await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    p = await project(WRITABLE)
  })
  afterEach(() => p.drop())

  async function psql(sql: string): Promise<string> {
    const file = join(folder, 'script.sql')
    await writeFile(file, sql)
    return run('psql', [p.url, '-X', '-v', 'ON_ERROR_STOP=1', '-f', file]).then(
      ({ stderr }) => stderr,
      (error: { stderr: string }) => `FAILED ${error.stderr}`,
    )
  }

  it('leaves the same catalog and history as a run, may be run again, and goes back', async () => {
    const online = await project(WRITABLE)
    await up(online.config)
    const sql = await script(p.config)
    expect(await psql(sql)).to.equal('')
    expect(await p.query(PICTURE)).to.deep.equal(await online.query(PICTURE))
    expect(await psql(sql)).to.equal('')
    expect(await p.query(PICTURE)).to.deep.equal(await online.query(PICTURE))
    expect(await psql(await script(p.config, { direction: 'down' }))).to.equal('')
    expect(await p.history()).to.deep.equal([])
    await online.drop()
  })

  it('goes on after an error, and a half-built index', async () => {
    await p.write({
      '20260113_bad.ts': migration(
        [`INSERT INTO a VALUES (1001, 7), (1002, 7)`, 'CREATE UNIQUE INDEX CONCURRENTLY "Ux" ON a (n)'],
        [],
        false,
      ),
    })
    const sql = await script(p.config)
    expect(await psql(sql))
      .to.include('FAILED')
      .and.to.include('could not create unique index')
    await p.query('DELETE FROM a WHERE n = 7 AND id > 1000')
    expect(await psql(sql)).to.equal('')
    expect(await p.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = '"Ux"'::regclass`)).to.deep.equal([
      { indisvalid: true },
    ])
  })

  it('refuses a database that is not where it begins', async () => {
    expect(await psql(await script(p.config, { from: '20260104_builder' }))).to.include(
      'is not where the script begins: 20260101_tables.ts',
    )
    await up(p.config)
    expect(await psql(await script(p.config, { to: '20260104_builder' }))).to.include(
      'migrations that the script does not know',
    )
  })

  it('refuses a migration that looks at answers, with the line', async () => {
    await p.write({ '20260107_nested.ts': MIXED['20260107_nested.ts']! })
    const error: unknown = await script(p.config).catch((error: unknown) => error)
    expect(error).to.have.property('code', 'depends-on-data')
    expect(error).to.have.property('message').that.includes('20260107_nested.ts')
    const p2 = await project({
      '1_x.ts': `import type { Knex } from 'knex'\nexport async function up(knex: Knex) {\n  const rows = await knex('a').select('id')\n  if (rows.length > 3) await knex.raw('SELECT 1')\n}\nexport async function down() {}\n`,
    })
    const line: unknown = await script(p2.config).catch((error: unknown) => error)
    expect(line).to.have.property('message').that.includes('1_x.ts line 4')
    await p2.drop()
  })

  it('writes values as they would be sent', async () => {
    await p.write({
      '20260113_values.ts': `import type { Knex } from 'knex'
export async function up(knex: Knex) {
  await knex.raw('CREATE TABLE vals (i int, t text, d timestamptz, a text[], j jsonb, b bytea, n int)')
  await knex('vals').insert({ i: 5, t: "it's \\\\ a $1 ?", d: new Date(0), a: ['x"y', 'z'], j: { k: [1, "'"] }, b: Buffer.from([0, 255]), n: null })
}
export async function down() {}
`,
    })
    expect(await psql(await script(p.config))).to.equal('')
    expect(await p.query('SELECT * FROM vals')).to.deep.equal([
      {
        i: 5,
        t: "it's \\ a $1 ?",
        d: new Date(0),
        a: ['x"y', 'z'],
        j: { k: [1, "'"] },
        b: Buffer.from([0, 255]),
        n: null,
      },
    ])
  })

  it('refuses tables that are not what the migrations before it built', async () => {
    const knexfile: Knexfile = {
      knexfile: '',
      root: p.directory,
      environment: 'test',
      config: p.config,
      settings: {},
      models: '',
    }
    const shadow = await openShadow({ shadow: p.url })
    await p.write({
      '20260113_more.ts': migration(['ALTER TABLE b ADD COLUMN more int'], ['ALTER TABLE b DROP COLUMN more']),
    })
    await up(p.config)
    for (const direction of ['down', 'up'] as const) {
      const wanted = { direction, ...(direction === 'up' ? { from: '20260112_last' } : { to: '20260112_last' }) }
      const { kept, chosen } = await selection(p.config, wanted)
      const sql = await script(p.config, {
        ...wanted,
        fingerprint: await fingerprintOf(
          knexfile,
          shadow,
          kept,
          chosen.map((file) => file.name),
          direction,
        ),
      })
      await p.query('ALTER TABLE b ADD COLUMN by_hand int')
      expect(await psql(sql)).to.include('are not what the migrations before it have built')
      await p.query('ALTER TABLE b DROP COLUMN by_hand')
      expect(await psql(sql)).to.equal('')
    }
    await shadow.close()
  })

  it('holds all migrations, or those that are pending where the database is asked', async () => {
    p = await project({
      '1_a.ts': migration(['CREATE TABLE a (id int)']),
      '2_b.ts': migration(['CREATE TABLE b (id int)']),
    })
    await up(p.config, { to: '1_a' })
    await p.write({
      'knexfile.mjs': `export default { development: { client: 'pg', connection: ${JSON.stringify(p.url)}, migrations: { directory: '.', loadExtensions: ['.ts'] } } }`,
    })
    const bin = join(import.meta.dirname, '../../bin/knexus.js')
    const sql = async (...args: readonly string[]) =>
      (await run(process.execPath, [bin, 'sql', '--no-fingerprint', ...args], { cwd: p.directory })).stdout
    const [all, pending] = [await sql(), await sql('--from', 'current')]
    expect(all).to.include('CREATE TABLE a').and.include('CREATE TABLE b')
    expect(pending).to.include('CREATE TABLE b').and.not.include('CREATE TABLE a')
  })

  it('needs names that are there', async () => {
    expect(await codeOf(script(p.config, { to: 'nothing' }))).to.equal('unknown-migration')
  })
})
