import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import { generate, type Generated } from '../../src/generate/index.ts'
import { introspect } from '../../src/introspect/index.ts'
import { withKnex } from '../../src/migrations/replay.ts'
import { plan } from '../../src/plan/index.ts'
import { applyRecipes } from '../../src/recipes/index.ts'
import { down, up } from '../../src/run/runner.ts'
import { lint } from '../../src/lint.ts'
import { verify } from '../../src/verify/index.ts'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { database, type TestDatabase } from '../support/server.ts'

const models = (type: 'integer' | 'bigInteger') => `
import { ${type}, comment, integer as int, sequence, sql, table, text } from 'knexus'
export const numbers = sequence('orders_id_seq', { ownedBy: 'COLUMN public.orders.id' })
export const orders = table('orders', {
  id: ${type}().primary().defaultTo(sql\`nextval('orders_id_seq')\`),
  number: ${type}().check('number > 0'),
  note: text(),
}, (t) => [t.index(['number', 'note']), t.unique(['note', 'number'])])
export const lines = table('lines', { id: int().primary(), order_id: int().references('orders.id') })
export const said = comment('COLUMN public.orders.number', 'Counts.')
export const saidOfIt = comment('INDEX public.orders_number_note_index', 'For lists.')
`

describe('a column that gets a wider type in a table in use', function () {
  this.timeout('3m')
  let live: TestDatabase
  let shadow: Shadow
  let root: string
  let wide: Generated
  const config = () => ({
    client: 'pg',
    connection: live.url,
    migrations: { directory: join(root, 'migrations'), loadExtensions: ['.ts'] },
  })
  const made = async (text: string): Promise<Generated> => {
    const file = join(root, `${text.length}.ts`)
    await writeFile(file, text)
    const project = { knexfile: join(root, 'knexfile.ts'), root, environment: 'test', models: file, settings: {} }
    const wanted = { name: 'next', renames: [], allow: [], now: new Date() }
    const generated = await generate({ ...project, config: config() }, shadow, wanted)
    for (const { path, source } of generated.files) await writeFile(path, source)
    return generated
  }
  const query = async (sql: string) => (await live.connect()).query(sql).then(({ rows }) => rows as unknown[])

  before(async () => {
    live = await database()
    shadow = await openShadow({ server: live.url })
    root = await mkdtemp(join(import.meta.dirname, '.widen-'))
    await mkdir(join(root, 'migrations'))
    await made(models('integer'))
    await up(config())
    await query(`INSERT INTO orders (number, note) SELECT nullif(n % 900, 0), 'note ' || n FROM generate_series(1, 2000) n;
      INSERT INTO lines SELECT n, n FROM generate_series(1, 50) n`)
    wide = await made(models('bigInteger'))
  })
  after(async () => {
    await shadow.close()
    await rm(root, { recursive: true })
    await live.drop()
  })

  it('is filled beside the old one, and takes its place when all is ready', () => {
    expect(wide.notes.join('\n')).to.match(/down returns to the start, up again[^]*every value came back/)
    expect(wide.files[0]!.source).to.include(
      '\n// Columns at the end of their tables after up and down: public.orders.id, public.orders.number.\n',
    )
    const [expand = '', fill = '', swap = '', proof = ''] = wide.files.map(
      ({ source }) => source.split('function down')[0],
    )
    expect(wide.files).to.have.length(4)
    expect(expand).to.include('ADD COLUMN id__new bigint').and.include('CREATE TRIGGER orders_id__sync')
    expect(fill)
      .to.include('transaction: false')
      .and.include('COMMIT;')
      .and.include('VALIDATE CONSTRAINT orders_id__filled')
    expect(fill).to.include('CREATE UNIQUE INDEX CONCURRENTLY orders_pkey__new ON public.orders (id__new)')
    expect(swap)
      .to.include('PRIMARY KEY USING INDEX orders_pkey__new')
      .and.include('REFERENCES public.orders(id) NOT VALID')
    expect(proof)
      .to.include('VALIDATE CONSTRAINT lines_order_id_foreign')
      .and.include('VALIDATE CONSTRAINT orders_number_check')
    expect([expand, fill, swap, proof].map((source) => source.includes("phase: 'contract'"))).to.deep.equal([
      false,
      false,
      true,
      true,
    ])
    // Nothing on the way there rewrites a table, or reads one under a lock that stops writers.
    expect([expand, fill, swap, proof].join('\n')).to.not.match(/ALTER COLUMN \w+ TYPE|rewrites|reads all/)
  })

  it('breaks rules of lint and verify only where the file says why', async () => {
    const project = { knexfile: join(root, 'knexfile.ts'), root, environment: 'test', models: root, settings: {} }
    const of = { ...project, config: config() }
    const [linted, verified] = [await lint(of, shadow), await verify(of, shadow)]
    const found = [...linted.flatMap(({ findings }) => findings), ...verified.flatMap(({ findings }) => findings)]
    const errors = found.filter(({ severity }) => severity === 'error')
    expect(errors.filter(({ allowed }) => allowed === undefined)).to.deep.equal([])
    expect(errors.map(({ rule }) => rule)).to.include.members(['drop-column', 'values-lost'])
  })

  it('follows what is written between the files, and keeps every value there and back', async () => {
    const names = wide.files.map(({ path }) => basename(path))
    const writes: Readonly<Record<number, string>> = {
      0: `INSERT INTO orders (number, note) VALUES (7, 'between'); UPDATE orders SET number = number + 1000 WHERE id <= 10; DELETE FROM orders WHERE id = 60`,
      1: `INSERT INTO orders (number, note) VALUES (8, 'later'); UPDATE orders SET id = 5000, number = NULL WHERE id = 61`,
    }
    for (const [at, name] of names.entries()) {
      await up(config(), { to: name })
      if (writes[at]) await query(writes[at])
    }
    expect(
      await query(`SELECT count(*)::int AS n, min(id)::int AS first, max(id)::int AS last, sum(id)::int AS ids,
        sum(number)::int AS numbers, count(number)::int AS some FROM orders`),
    ).to.deep.equal([
      { n: 2001, first: 1, last: 5000, ids: 2001000 + 2001 + 2002 - 60 - 61 + 5000, numbers: 839094, some: 1998 },
    ])
    await query(
      `INSERT INTO orders (id, number) VALUES (3000000000, 3000000000); INSERT INTO orders (note) VALUES ('next')`,
    )
    expect(await query(`SELECT id::int FROM orders WHERE note = 'next'`)).to.deep.equal([{ id: 2003 }])
    const refused = await query('INSERT INTO lines VALUES (51, 9999)').catch((error: Error) => error.message)
    expect(refused).to.match(/lines_order_id_foreign/)
    await query('DELETE FROM orders WHERE id = 3000000000')
    await down(config(), { steps: names.length })
    expect(await query(`SELECT pg_typeof(id)::text AS type, count(*)::int AS n FROM orders GROUP BY 1`)).to.deep.equal([
      { type: 'integer', n: 2002 },
    ])
  })

  it('goes on with what is left when it is filled a second time, and is filled by plain knex too', async () => {
    const directory = join(root, 'migrations')
    await withKnex(live.url, async (knex) => {
      await knex.migrate.latest({ directory, loadExtensions: ['.ts'] })
      await knex.migrate.rollback({ directory, loadExtensions: ['.ts'] })
    })
    expect(await query(`SELECT pg_typeof(id)::text AS type, count(*)::int AS n FROM orders GROUP BY 1`)).to.deep.equal([
      { type: 'integer', n: 2002 },
    ])
  })

  for (const [what, both, from = 'integer', to = 'bigint'] of [
    [
      'a trigger, which would fire for every row that is filled',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    ],
    ['a rule', 'CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING'],
    ['a policy over it', 'CREATE POLICY p ON t USING (n > 0)'],
    ['row security that its owner obeys', 'ALTER TABLE t FORCE ROW LEVEL SECURITY'],
    ['a view over it', 'CREATE VIEW v AS SELECT n FROM t'],
    ['statistics over it', 'CREATE STATISTICS s ON n, m FROM t'],
    ['a publication', 'CREATE PUBLICATION w FOR TABLE t'],
    ['a publication of all tables', 'CREATE PUBLICATION w FOR ALL TABLES'],
    ['a publication of its namespace', 'CREATE PUBLICATION w FOR TABLES IN SCHEMA public'],
    ['a column that holds its rows', 'CREATE TABLE u (r t)'],
    ['a column that holds many of its rows', 'CREATE TABLE u (r t[])'],
    ['a column that holds its rows as a domain', 'CREATE DOMAIN d AS t; CREATE TABLE u (r d)'],
    ['a child', 'CREATE TABLE c () INHERITS (t)'],
    ['another sort of type', '', 'integer', 'text'],
    ['a replica identity', 'CREATE UNIQUE INDEX i ON t (m); ALTER TABLE t REPLICA IDENTITY USING INDEX i'],
  ]) {
    it(`is changed in place, and says why, where there is ${what}`, async () => {
      const [older, newer] = [await database(), await database()]
      try {
        const connections = [await older.connect(), await newer.connect()]
        for (const [at, type] of [from, to].entries())
          await connections[at]!.query(`CREATE TABLE t (n ${type}, m int NOT NULL); ${both}`)
        const [a, b] = await Promise.all(connections.map((one) => introspect(one)))
        const steps = plan(a!, b!)
        const taken = applyRecipes(steps, a!).flatMap(({ statements }) => statements)
        expect(taken.map(({ sql }) => sql)).to.deep.equal(
          steps.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
        )
        const why = taken.filter(({ sql }) => / TYPE /.test(sql)).map(({ atOnce }) => atOnce)
        expect(why).to.have.length(1)
        expect(why[0]).to.match(
          /hangs on the table|in the same migration|holds rows|conversion|row security|publication/,
        )
      } finally {
        await older.drop()
        await newer.drop()
      }
    })
  }
})
