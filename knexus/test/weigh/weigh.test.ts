import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import { lint } from '../../src/lint.ts'
import type { Project } from '../../src/project/index.ts'
import { weighedReceipt } from '../../src/weigh/index.ts'
import { measurePace } from '../../src/weigh/pace.ts'
import { loadSizes, readSizes, type Sizes } from '../../src/weigh/sizes.ts'
import { commandProject } from '../support/command.ts'
import { scratch } from '../support/scratch.ts'
import { database } from '../support/server.ts'

const TABLES = `CREATE TABLE orders (id bigint PRIMARY KEY, note text, amount numeric(12,2)); CREATE TABLE customers (id bigint PRIMARY KEY, note text); CREATE INDEX by_note ON orders (note)`

const size = (rows: number, writesPerSecond = 0) => ({
  rows,
  bytes: rows * 200,
  indexBytes: rows * 50,
  writesPerSecond,
})
const sizes = (tables: Sizes['tables']): Sizes => ({ taken: '2026-05-04T12:00:00.000Z', postgresql: 17, tables })
const FEW = sizes({ 'public.orders': size(50) })
const SOME = sizes({ 'public.orders': size(3000) })
const MANY = sizes({ 'public.orders': size(50_000_000, 20) })
const NONE = sizes({ 'public.orders': { rows: 0, bytes: 0, indexBytes: 16_384, writesPerSecond: 0 } })

describe('the weight of what lint finds', function () {
  this.timeout('1m')
  const here = scratch(import.meta.dirname, 'weigh')

  async function found(sql: string, given: Sizes | undefined, settings: Project['settings'] = {}) {
    // A folder of its own each time: what was loaded once stays loaded.
    const folder = await mkdtemp(join(here.root, 'files-'))
    for (const [at, text] of [TABLES, sql].entries())
      await writeFile(
        join(folder, `2026010100000${at}_m.ts`),
        `export async function up(knex: any) {\n  await knex.raw(\`${text}\`)\n}\nexport async function down() {}\n`,
      )
    const { url } = await database()
    const project: Project = {
      knexfile: join(here.root, 'knexfile.ts'),
      root: here.root,
      environment: 'test',
      models: join(here.root, 'models'),
      settings,
      config: { client: 'pg', connection: url, migrations: { directory: folder, loadExtensions: ['.ts'] } },
    }
    const [, { findings }] = (await lint(project, here.shadow, undefined, given)) as [unknown, { findings: Findings }]
    return findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)
  }
  type Findings = readonly { severity: string; rule: string; message: string }[]

  const REWRITE = 'ALTER TABLE orders ALTER amount TYPE float8'
  const SAYS = 'rewrite: public.orders is rewritten under ACCESS EXCLUSIVE'

  it('makes a rewrite of fifty rows a note, and one of fifty million an error with minutes', async () => {
    expect(await found(REWRITE, undefined)).to.deep.equal([`error ${SAYS}`])
    expect(await found(REWRITE, FEW)).to.deep.equal([
      `note ${SAYS} (50 rows, 13 kB on 2026-05-04; less than a second, extrapolated from the pace of the shadow)`,
    ])
    const [many] = await found(REWRITE, MANY)
    expect(many).to.match(
      /^error rewrite: .* \(50,000,000 rows, 13 GB on 2026-05-04; about \d+ (seconds|minutes?|hours?), extrapolated from the pace of the shadow; some [\d,]+ writes wait\)$/,
    )
  })

  it('is measured where the shadow holds as many rows', async () => {
    expect((await found(REWRITE, sizes({ 'public.orders': size(2) })))[0]).to.include(
      '(2 rows, 500 bytes on 2026-05-04; less than a second, measured on the shadow)',
    )
  })

  it('is of each table by itself: one that the sizes do not hold keeps its severity', async () => {
    expect(await found('ALTER TABLE customers ALTER id TYPE numeric', MANY)).to.deep.equal([
      'error rewrite: public.customers is rewritten under ACCESS EXCLUSIVE',
    ])
  })

  it('takes account of scans, indexes and what is built again', async () => {
    for (const sql of [
      'ALTER TABLE orders ADD CHECK (amount > 0)',
      'CREATE INDEX other ON orders (note, amount)',
      'ALTER TABLE orders ADD UNIQUE (note)',
      'ALTER TABLE orders ALTER note SET NOT NULL',
      'REINDEX TABLE orders',
    ]) {
      expect((await found(sql, FEW))[0], sql).to.match(/^note /)
      expect((await found(sql, MANY)).join('\n'), sql).to.match(/^error .*about \d+/m)
    }
  })

  it('is less where only writers would wait, and nobody writes', async () => {
    const quiet = sizes({ 'public.orders': size(50_000_000) })
    expect((await found('CREATE INDEX other ON orders (amount)', quiet))[0]).to.match(/^warning index-blocks-writes/)
    expect((await found('ALTER TABLE orders ADD CHECK (amount > 0)', quiet))[0]).to.match(/^error check-scan/)
  })

  it('says how many rows a drop takes away, and passes where there are none', async () => {
    expect(await found('DROP TABLE orders', SOME)).to.deep.equal([
      'error drop-table: public.orders is dropped with its rows (3,000 rows, 750 kB on 2026-05-04)',
    ])
    expect(await found('ALTER TABLE orders DROP note', SOME)).to.include(
      'error drop-column: public.orders.note is dropped with its values (3,000 rows, 750 kB on 2026-05-04)',
    )
    expect((await found('DROP TABLE orders', NONE))[0]).to.match(/^note drop-table/)
    expect((await found('TRUNCATE orders', NONE))[0]).to.match(/^note truncate/)
    expect((await found('UPDATE orders SET note = NULL', SOME))[0]).to.match(/^error change-every-row.*3,000 rows/)
  })

  it('leaves a severity that the project chose', async () => {
    expect((await found(REWRITE, FEW, { lint: { rewrite: 'error' } }))[0]).to.match(/^error .*\(50 rows/)
  })

  it('is of receipts too', async () => {
    const scale = { sizes: MANY, pace: await measurePace(here.shadow) }
    const locks = { 'public.orders': 'ACCESS EXCLUSIVE' }
    expect(weighedReceipt({ locks, rewrites: ['public.orders'], reads: [] }, scale)).to.match(/^50,000,000 rows.*about/)
    expect(weighedReceipt({ locks, rewrites: [], reads: [] }, scale)).to.equal(undefined)
    expect(weighedReceipt({ locks, rewrites: ['public.other'], reads: [] }, scale)).to.equal(undefined)
  })
})

describe('the sizes of tables', () => {
  it('are those that PostgreSQL estimates, of partitioned tables and materialized views too, and hold no value', async () => {
    const live = await database(`
      CREATE TABLE "Odd one" (id int PRIMARY KEY, secret text); INSERT INTO "Odd one" SELECT n, 'hush' FROM generate_series(1, 1000) n;
      CREATE TABLE p (k int, note text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      INSERT INTO p SELECT 1 + n % 2, 'hush' FROM generate_series(1, 300) n;
      CREATE MATERIALIZED VIEW m AS SELECT * FROM "Odd one"; CREATE TABLE empty (id int)`)
    const db = await connect(live.url)
    try {
      await db.query('ANALYZE "Odd one", p1, p2, m')
      const read = await readSizes(db)
      const told = Object.fromEntries(Object.entries(read.tables).map(([table, { rows }]) => [table, rows]))
      expect(told).to.deep.equal({
        'public."Odd one"': 1000,
        'public.p': 300,
        'public.p1': 150,
        'public.p2': 150,
        'public.m': 1000,
        'public.empty': 0,
      })
      expect(read.tables['public."Odd one"']!.indexBytes).to.be.greaterThan(8000)
      expect(read.tables['public.p']!.bytes).to.be.greaterThan(16_000)
      expect(JSON.stringify(read)).not.to.include('hush')
    } finally {
      await db.close()
    }
  })

  it('are written to a file, from which lint, review and generate take them; a file of another kind is refused', async () => {
    const project = await commandProject({
      'models/notes.ts': `import { bigInteger, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigInteger().primary(), note: text() })\n`,
    })
    try {
      for (const command of ['generate one', 'up', 'stats --out stats.json']) {
        const { exit, err } = await project.knexus(...command.split(' '))
        expect(exit, err).to.equal(0)
      }
      const file = join(project.folder, 'stats.json')
      const written = await loadSizes(file)
      expect(Object.keys(written.tables)).to.include('public.notes')
      await writeFile(file, JSON.stringify({ ...written, tables: { 'public.notes': size(50_000_000, 3) } }))
      await writeFile(
        join(project.folder, 'models/notes.ts'),
        `import { bigInteger, sql, table, text } from 'knexus'\nexport const notes = table('notes', { id: bigInteger().primary(), note: text(), size: bigInteger().generatedAs(sql\`length(note)\`) })\n`,
      )
      const made = await project.knexus('generate', 'two', '--stats', 'stats.json')
      expect(made.err).to.match(/ACCESS EXCLUSIVE on public\.notes, rewrites it: 50,000,000 rows, 13 GB on .*; about /)
      const linted = await project.knexus('lint', '--stats', 'stats.json')
      expect(linted.out).to.include('50,000,000 rows')
      const reviewed = await project.knexus('review', '--stats', 'stats.json')
      expect(reviewed.out).to.include('50,000,000 rows')
      await writeFile(file, '{"tables": {"public.notes": {"rows": "many"}}}')
      const refused = await project.knexus('lint', '--stats', 'stats.json')
      expect(refused.exit).to.equal(2)
      expect(refused.err).to.include('error bad-stats: stats.json holds no sizes of tables: it is of another form.')
      expect((await project.knexus('stats', '--out', 'stats.json')).exit).to.equal(0)
      expect(await readFile(file, 'utf8')).to.include('"public.notes"')
    } finally {
      await project.drop()
    }
  })
})
