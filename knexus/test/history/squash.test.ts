import { expect } from 'chai'
import type { Project as Knexfile } from '../../src/project/index.ts'
import { readStatus } from '../../src/migrations/status.ts'
import { withSession } from '../../src/run/as-runner.ts'
import { down, up } from '../../src/run/runner.ts'
import { squash } from '../../src/history/squash.ts'
import { openShadow } from '../../src/shadow/index.ts'
import { PICTURE } from '../run/mixed.ts'
import { codeOf, migration, project, type Project } from '../run/project.ts'

const FILES = {
  '20260101000000_a.ts': migration(['CREATE TABLE a (id int PRIMARY KEY)']),
  '20260102000000_b.ts': migration(['CREATE TABLE b (id int REFERENCES a)', 'CREATE INDEX ON b (id)']),
  '20260103000000_c.ts': migration(['CREATE INDEX CONCURRENTLY ix_a ON a (id) WHERE id > 3'], [], false),
  '20260104000000_d.ts': migration(['ALTER TABLE a ADD COLUMN d text']),
}
const BASELINE = '20260103000000_baseline.ts'

describe('squash', function () {
  this.timeout(600_000)
  let p: Project
  beforeEach(async () => {
    p = await project(FILES)
  })
  afterEach(() => p.drop())

  const knexfile = (): Knexfile => ({
    knexfile: '',
    root: p.directory,
    environment: 'test',
    config: p.config,
    settings: {},
    models: '',
  })
  const there = (other: Project) => ({ ...p.config, connection: other.url })

  it('brings fresh, half-way and finished databases to the same', async () => {
    const [fresh, half, done, plain] = [await project(), await project(), await project(), await project()]
    await up(there(half), { steps: 2 })
    await up(there(done), { steps: 3 })
    await up(there(plain))
    const shadow = await openShadow({ shadow: p.url })
    const { baseline, replaces } = await squash(knexfile(), shadow, { to: '20260103000000_c' })
    await shadow.close()
    expect(baseline).to.deep.equal([BASELINE])
    expect(replaces).to.have.length(3)
    const status = await withSession(there(half), {}, (session) => readStatus(session.db, session.migrations))
    expect(status.relation).to.equal('pending')
    expect(status.entries.map(({ name, state }) => `${name} ${state}`)).to.deep.equal([
      `${BASELINE} pending`,
      '20260104000000_d.ts pending',
    ])
    for (const other of [fresh, half, done, plain]) {
      await up(there(other))
      expect(await other.history()).to.have.members([BASELINE, '20260104000000_d.ts'])
      expect(await other.query<{ line: string }>(PICTURE)).to.deep.equal(await fresh.query(PICTURE))
    }
    await down(there(half), { all: true })
    expect(await half.history()).to.deep.equal([])
    p.config.connection = done.url
    expect(await p.plain((knex) => knex.migrate.latest())).to.deep.equal([3, []])
    for (const other of [fresh, half, done, plain]) await other.drop()
  })

  it('refuses to lose the rows of the old files', async () => {
    await p.write({ '20260102000000_b.ts': migration(['CREATE TABLE b (id int)', 'INSERT INTO b VALUES (1)']) })
    const shadow = await openShadow({ shadow: p.url })
    expect(await codeOf(squash(knexfile(), shadow))).to.equal('rows-in-history')
    await shadow.close()
  })

  it('refuses to lose the position of a sequence, a large object, and what no kind covers', async () => {
    const shadow = await openShadow({ shadow: p.url })
    const refused = async (statement: string, n: number) => {
      const name = `2026010500000${n}_e.ts`
      await p.write({ [name]: migration(['CREATE SEQUENCE s', statement]) })
      const code = await codeOf(squash(knexfile(), shadow, { dryRun: true }))
      if (n < 5) await p.remove(name)
      return code
    }
    expect(await refused("SELECT setval('s', 1000)", 1)).to.equal('rows-in-history')
    expect(await refused('SELECT lo_create(4711)', 2)).to.equal('rows-in-history')
    const unmanaged = [
      "CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
      'REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC',
      'CREATE TABLE c (id int REFERENCES a); ALTER TABLE c DISABLE TRIGGER ALL',
    ]
    for (const [n, statement] of unmanaged.entries())
      expect(await refused(statement, n + 3)).to.equal('unmanaged-in-history')
    const { files } = await squash(knexfile(), shadow, { withoutUnmanaged: true, dryRun: true })
    expect(files[0]!.source).to.contain('Left out: not managed, and therefore not in it: DISABLED TRIGGERS ON public.')
    await shadow.close()
  })

  it('holds what is outside the namespaces of the models, and what the knexfile excludes', async () => {
    await p.write({ '20260102000000_b.ts': migration(['CREATE SCHEMA away', 'CREATE TABLE away.b (id int)']) })
    const shadow = await openShadow({ shadow: p.url })
    const narrow: Knexfile = { ...knexfile(), settings: { schemas: ['public'], exclude: ['TABLE public.a'] } }
    const { files } = await squash(narrow, shadow, { dryRun: true })
    expect(files.map(({ source }) => source).join('\n'))
      .to.include('TABLE public.a ')
      .and.include('TABLE away.b ')
    await shadow.close()
  })

  for (const source of [
    "const { columns } = require('./columns.cjs')",
    "readFileSync(new URL('b.sql', import.meta.url))",
    "readFileSync(path.join(__dirname, 'b.sql'))",
  ])
    it(`refuses a file that would not find another one any more: ${source}`, async () => {
      const shadow = await openShadow({ shadow: p.url })
      await p.write({ '20260102000000_b.ts': `${source}\n${migration(['CREATE TABLE b (id int)'])}` })
      expect(await codeOf(squash(knexfile(), shadow))).to.equal('squash-imports')
      await shadow.close()
    })
})
