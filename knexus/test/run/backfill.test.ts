import { execFile } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { up } from '../../src/run/runner.ts'
import { script } from '../../src/history/script.ts'
import { leaveOut } from '../support/leave-out.ts'
import { codeOf, migration, project, type Project } from './project.ts'

const run = promisify(execFile)
const BIN = fileURLToPath(new URL('../../bin/knexus.js', import.meta.url))
const MODULE = fileURLToPath(new URL('../../src/run/backfill.ts', import.meta.url))

function filling(options: string, transaction = false): string {
  return `import type { Knex } from 'knex'\nimport { backfill } from ${JSON.stringify(MODULE)}\nexport const config = { transaction: ${transaction} }
export async function up(knex: Knex): Promise<void> { await backfill(knex, ${options}) }\nexport async function down(): Promise<void> {}\n`
}

describe('backfill', () => {
  let p: Project
  beforeEach(async () => {
    p = await project({
      '20260101_t.ts': migration([
        'CREATE TABLE t (a int, b text, n int, PRIMARY KEY (a, b))',
        `INSERT INTO t SELECT g % 7, 'k?' || g FROM generate_series(1, 3000) g`,
      ]),
    })
    await up(p.config)
  })
  afterEach(() => p.drop())

  it('walks along a composite key to the last row, and tells how far it is', async () => {
    await p.write({ '20260102_fill.ts': filling(`{ table: 't', set: "n = length(b)", batch: 100 }`) })
    await up(p.config, { on: p.on })
    expect(await p.query('SELECT count(*)::int AS rows FROM t WHERE n = length(b)')).to.deep.equal([{ rows: 3000 }])
    expect(p.events.findLast((event) => event.event === 'progress')).to.include({ done: 3000 })
    expect(await p.query(`SELECT * FROM knexus_journal WHERE kind = 'cursor'`)).to.deep.equal([])
  })

  it('stops when its time is over, and goes on where it stopped, also when a row may not be set twice', async () => {
    await p.query('UPDATE t SET n = 0')
    await p.write({
      '20260102_fill.ts': filling(`{ table: 't', set: 'n = target.n + 1', batch: 200, maxDuration: 60 }`),
    })
    let runs = 1
    while ((await codeOf(up(p.config))) === 'backfill-paused') runs += 1
    expect(runs).to.be.greaterThan(1)
    expect(await p.query('SELECT n, count(*)::int AS rows FROM t GROUP BY n')).to.deep.equal([{ n: 1, rows: 3000 }])
  })

  it('stops when the time of the run is over, with a batch done at least', async () => {
    await p.write({ '20260102_fill.ts': filling(`{ table: 't', set: 'n = target.a', batch: 1000, target: 1 }`) })
    const filled = async () => (await p.query<{ rows: number }>('SELECT count(n)::int AS rows FROM t'))[0]!.rows
    const knexfile = join(p.directory, 'knexfile.ts')
    await writeFile(
      knexfile,
      `export default { development: ${JSON.stringify({ ...p.config, migrations: { ...p.config.migrations, directory: join(p.directory, 'only') } })} }`,
    )
    await mkdir(join(p.directory, 'only'))
    for (const name of ['20260101_t.ts', '20260102_fill.ts'])
      await cp(join(p.directory, name), join(p.directory, 'only', name))
    const knexus = async (...args: readonly string[]) =>
      run(process.execPath, [BIN, ...args, '--knexfile', knexfile], { env: { ...process.env, NODE_ENV: '' } }).then(
        () => 'done',
        (error: { readonly stderr: string }) => error.stderr,
      )
    expect(await knexus('up', '--max-duration', '0.001')).to.include('backfill-paused')
    expect(await filled()).to.equal(1000)
    expect(await p.history()).to.deep.equal(['20260101_t.ts'])
    expect(await knexus('up', '--max-duration', 'soon')).to.include('bad-option')
    expect(await knexus('up', '--max-duration', '600')).to.equal('done')
    expect(await filled()).to.equal(3000)
  })

  it('works under plain knex, and refuses a transaction', async () => {
    await p.write({ '20260102_fill.ts': filling(`{ table: 't', set: 'n = 5', where: 'n IS NULL' }`) })
    await p.plain((knex) => knex.migrate.latest())
    expect(await p.query('SELECT count(*)::int AS rows FROM t WHERE n = 5')).to.deep.equal([{ rows: 3000 }])
    await p.write({ '20260103_fill.ts': filling(`{ table: 't', set: 'n = 6' }`, true) })
    expect(await codeOf(up(p.config))).to.equal('backfill-in-transaction')
  })

  it('is a loop that commits in a script for psql, which goes on where it stopped', async function () {
    leaveOut(
      this,
      await run('psql', ['--version']).then(
        () => undefined,
        () => 'needs psql',
      ),
    )
    await p.query('UPDATE t SET n = 0')
    await p.write({
      '20260102_fill.ts': filling(
        `{ table: 't', set: "n = target.n + 1 + length('%?') - 2", where: "b <> '100%'", batch: 700 }`,
      ),
      '20260103_keyed.ts': filling(`{ table: 't', set: "n = n * 2", key: ['b'], name: 'again' }`),
    })
    const file = join(p.directory, 'script.sql')
    await writeFile(file, await script(p.config))
    const psql = () => run('psql', [p.url, '-X', '-f', file])
    await p.query(`ALTER TABLE t ADD CONSTRAINT late CHECK (n = 0 OR a < 5)`)
    expect(
      await psql().then(
        () => 'ran',
        () => 'stopped',
      ),
    ).to.equal('stopped')
    expect(await p.query('SELECT count(*)::int AS rows FROM t WHERE n = 1')).to.deep.equal([{ rows: 2100 }])
    await p.query('ALTER TABLE t DROP CONSTRAINT late')
    await psql()
    expect(await p.query('SELECT n, count(*)::int AS rows FROM t GROUP BY n')).to.deep.equal([{ n: 2, rows: 3000 }])
    expect(await p.history()).to.deep.equal(['20260101_t.ts', '20260102_fill.ts', '20260103_keyed.ts'])
    expect(await p.query(`SELECT * FROM knexus_journal WHERE kind IN ('step', 'cursor')`)).to.deep.equal([])
  })
})
