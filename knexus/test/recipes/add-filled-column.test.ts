import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { script } from '../../src/history/script.ts'
import { withKnex } from '../../src/migrations/replay.ts'
import { down, up } from '../../src/run/runner.ts'
import { changedProject, type ChangedProject } from '../support/change.ts'
import { leaveOut } from '../support/leave-out.ts'
import { database } from '../support/server.ts'

const FROM = 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, note text)'
const TO = 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, note text, a int NOT NULL CHECK (a IS NOT NULL))'
const FILL = { fill: ['t.a=100 / n'] }
const ROWS = `INSERT INTO t SELECT n, 1 + n % 7, repeat('x', 100) FROM generate_series(1, 40000) n`
const AMISS = 'SELECT count(*)::int AS n FROM t WHERE a IS DISTINCT FROM 100 / n'

describe('a required column of which --fill says what existing rows get', function () {
  this.timeout('3m')
  let made: ChangedProject
  let names: string[]
  let connection: string

  before(async () => {
    made = await changedProject(import.meta.dirname, FROM, TO, FILL)
    names = made.generated.files.map(({ path }) => basename(path))
  })
  after(() => made.close())
  beforeEach(async () => {
    connection = (await database()).url
    await up(config(), { to: made.first })
    await query(ROWS)
  })

  const config = () => ({ ...made.project.config, connection })
  const query = (sql: string) => withKnex(connection, async (knex) => (await knex.raw<{ rows: unknown[] }>(sql)).rows)

  it('is made in three files, of which the last is a contract', () => {
    const files = made.generated.files.map(({ source }) => source.split('function down')[0]!)
    expect(files).to.have.length(3)
    expect(files[0]).to.include('ADD COLUMN a integer`').and.include('CREATE TRIGGER t_a__sync')
    expect(files[1]).to.match(
      /transaction: false[^]*COMMIT[^]*VALIDATE CONSTRAINT t_a__not_null[^]*VALIDATE CONSTRAINT t_a_check/,
    )
    expect(files[2]).to.match(/phase: 'contract'[^]*SET NOT NULL/)
    expect(files.join('\n')).not.to.match(/reads all|rewrites/)
  })

  it('takes what those write who do not know it, until the contract', async () => {
    await up(config(), { to: names[0]! })
    let written = 0
    const end = new AbortController()
    const writer = withKnex(connection, async (knex) => {
      while (!end.signal.aborted) {
        written += 1
        await knex.raw(`INSERT INTO t VALUES (${100_000 + written}, 3)`)
        await knex.raw(`UPDATE t SET note = 'seen' WHERE id = ${40_000 - written}`)
        await knex.raw(`UPDATE t SET note = 'seen' WHERE id = ${written}`)
      }
    })
    await up(config(), { to: names[1]! }).finally(() => end.abort())
    await writer
    expect(written).to.be.greaterThan(0)
    await query('INSERT INTO t VALUES (200000, 4)')
    await up(config())
    expect(await query(AMISS)).to.deep.equal([{ n: 0 }])
    expect(await query('SELECT count(*)::int AS n FROM t')).to.deep.equal([{ n: 40_001 + written }])
    const refused: unknown = await query('INSERT INTO t VALUES (200001, 4)').catch((error: unknown) => error)
    expect(refused)
      .to.have.property('message')
      .that.matches(/null value in column "a"/)
  })

  it('keeps what was filled when a row fails, and goes on with the rest', async () => {
    await query('UPDATE t SET n = 0 WHERE id = 39000')
    await up(config(), { to: names[0]! })
    const failed: unknown = await up(config()).catch((error: unknown) => error)
    expect(failed)
      .to.have.property('message')
      .that.matches(/division by zero/)
    const [{ filled, unfilled }] = (await query(
      'SELECT count(a)::int AS filled, count(*) FILTER (WHERE a IS NULL)::int AS unfilled FROM t',
    )) as [{ filled: number; unfilled: number }]
    expect(filled).to.be.greaterThan(30_000)
    expect(unfilled).to.be.within(1, 1000)
    await query('UPDATE t SET n = 2 WHERE id = 39000')
    await up(config())
    expect(await query(AMISS)).to.deep.equal([{ n: 0 }])
    await down(config(), { steps: names.length })
    expect(await query('SELECT * FROM t WHERE id = 7')).to.deep.equal([{ id: 7, n: 1, note: 'x'.repeat(100) }])
  })

  it('is filled by plain knex', async () => {
    const migrations = made.project.config.migrations!
    await withKnex(connection, async (knex) => {
      await knex.migrate.latest(migrations)
      expect((await knex.raw(AMISS)) as unknown)
        .to.have.property('rows')
        .that.deep.equals([{ n: 0 }])
      await knex.migrate.rollback(migrations)
      expect(await knex('t').columnInfo()).not.to.have.property('a')
    })
  })

  it('is filled by the script for psql', async function () {
    const run = promisify(execFile)
    const found = await run('psql', ['--version']).catch(() => undefined)
    leaveOut(this, found ? undefined : 'needs psql')
    const folder = await mkdtemp(join(tmpdir(), 'knexus-filled-'))
    await writeFile(join(folder, 'up.sql'), await script(config()))
    await run('psql', [connection, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', join(folder, 'up.sql')])
    expect(await query(AMISS)).to.deep.equal([{ n: 0 }])
    await rm(folder, { recursive: true })
  })
})

describe('a column that --fill gives its rows in place', function () {
  this.timeout('2m')
  const column = (type: string) =>
    `CREATE TABLE t (id int PRIMARY KEY, n int, g int GENERATED ALWAYS AS (n + 1) STORED, a ${type} NOT NULL)`
  const before = 'CREATE TABLE t (id int PRIMARY KEY, n int, g int GENERATED ALWAYS AS (n + 1) STORED)'
  for (const [what, fill, both = '', type = 'int'] of [
    ['from another table', '(SELECT 1 FROM p LIMIT 1)', 'CREATE TABLE p (id int PRIMARY KEY)'],
    [
      'by a function that not everybody may call',
      'f(id)',
      `CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1'`,
    ],
    ['from a generated column, which is empty while a row is written', 'coalesce(g, 0)'],
    ['by a type whose name has to be found', `'x'::e`, `CREATE TYPE e AS ENUM ('x')`, 'e'],
  ] as const) {
    it(what, async () => {
      const options = { fill: [`t.a=${fill}`], allow: ['required-column'] }
      const made = await changedProject(import.meta.dirname, `${both};${before}`, `${both};${column(type)}`, options)
      const [file, ...more] = made.generated.files
      await made.close()
      expect(more).to.deep.equal([])
      expect(file!.source).to.include(`UPDATE public.t SET a = ${fill}`).and.not.include('COMMIT')
    })
  }
})
