import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect } from 'chai'
import type { Project as Opened } from '../../src/project/index.ts'
import { fleetUp, type Wave } from '../../src/run/fleet.ts'
import { lookAtFleet, type Look } from '../../src/run/fleet-look.ts'
import { tenantsOf, type Tenant } from '../../src/run/tenants.ts'
import { migration, project, type Project } from './project.ts'

const CACHE = resolve(import.meta.dirname, '../../../node_modules/.cache/knexus')

const FILES = {
  '1_a.ts': migration([
    'CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text, n serial)',
    `CREATE TYPE mood AS ENUM ('ok')`,
  ]),
  '2_b.ts': migration([
    `CREATE TABLE b (id int PRIMARY KEY, a bigint REFERENCES a, mood mood DEFAULT 'ok', CHECK (a > 0)); CREATE INDEX ON b (a)`,
    'CREATE VIEW v AS SELECT a.a, b.mood FROM a JOIN b ON b.a = a.id',
    'CREATE FUNCTION f(x int) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM b WHERE b.id = x $$',
  ]),
}

/** Names that begin others, and names that have to be quoted. */
const NAMES = ['tenant', 'ten', 'tenant_1', 'Tenant 2', 'say "x"']

describe('a look at a fleet', function () {
  this.timeout('2m')
  let p: Project
  let opened: Opened
  const tenants = tenantsOf(NAMES.map((name) => `schema ${name}`).join('\n'))
  beforeEach(async () => {
    p = await project(FILES)
    await p.query(NAMES.map((name) => `CREATE SCHEMA "${name.replaceAll('"', '""')}"`).join(';'))
    const results = await fleetUp(p.config, tenants)
    expect(results.map(({ state, error }) => error?.message ?? state)).to.deep.equal(NAMES.map(() => 'done'))
    opened = {
      knexfile: join(p.directory, 'knexfile.ts'),
      root: p.directory,
      environment: 'test',
      models: join(p.directory, 'models'),
      settings: {},
      config: p.config,
    }
  })
  afterEach(() => p.drop())
  const look = (fleet: readonly Tenant[] = tenants, fresh = false) =>
    lookAtFleet(opened, fleet, { compare: true, fresh })
  const drifts = (looks: readonly Look[]) =>
    Object.fromEntries(looks.flatMap(({ tenant, drift }) => (drift.length > 0 ? [[tenant, drift]] : [])))

  it('finds namespaces alike that the same migrations built, whatever they are called', async () => {
    const looks = await look()
    expect(drifts(looks)).to.deep.equal({})
    expect(looks.map(({ revision, current, first, error }) => ({ revision, current, first, error }))).to.deep.equal(
      NAMES.map((_, at) => ({ revision: '2_b.ts', current: true, first: at === 0 ? null : NAMES[0], error: null })),
    )
    expect(new Set(looks.map(({ schema }) => schema)).size).to.equal(1)
  })

  it('answers from what is kept as it would from reading, after every statement', async () => {
    await look()
    for (const statement of STATEMENTS) {
      await p.query(statement)
      expect(await look(), statement).to.deep.equal(await look(tenants, true))
    }
    await p.query('DROP SCHEMA "Tenant 2" CASCADE')
    const looks = await look()
    expect(looks).to.deep.equal(await look(tenants, true))
    expect(looks[3]!.error?.message).to.equal('There is no namespace Tenant 2')
  })

  it('says what one has otherwise than the first', async () => {
    await p.query(`ALTER TABLE tenant_1.b ADD stray int; DROP INDEX "Tenant 2".b_a_idx`)
    const found = drifts(await look())
    expect(Object.keys(found)).to.deep.equal(['tenant_1', 'Tenant 2'])
    expect(found['tenant_1']!.join()).to.contain('stray')
    expect(found['Tenant 2']!.join()).to.contain('"Tenant 2"').and.to.contain('b_a_idx')
  })

  it("sees that one uses another one's table, though it is called alike", async () => {
    await p.query(
      'ALTER TABLE tenant_1.b DROP CONSTRAINT b_a_fkey, ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES tenant.a',
    )
    expect(drifts(await look())).to.have.all.keys('tenant_1')
  })

  it('reads nothing where nothing changed', async () => {
    await look()
    await poison()
    const answered = (await look()).map(({ schema }) => schema)
    expect(new Set(answered)).to.deep.equal(new Set(['poisoned']))
    expect((await look(tenants, true)).map(({ schema }) => schema)).to.not.include('poisoned')
    await poison()
    await p.query('INSERT INTO ten.a (a) VALUES (1)')
    expect((await look())[0]!.schema, 'rows are not read').to.equal('poisoned')
    await p.query('ALTER TABLE tenant.a ADD more int')
    expect((await look())[0]!.schema, 'a change is').to.not.equal('poisoned')
  })

  it('compares only what the same migrations built, and tells what is pending, edited or gone', async () => {
    await p.query(`CREATE SCHEMA late`)
    const all = [...tenants, ...tenantsOf('schema late\nschema nowhere\nnonsense')]
    await fleetUp(p.config, all.slice(5, 6), { to: '1_a.ts' })
    await p.write({ '1_a.ts': `${FILES['1_a.ts']}// edited\nexport const more = 1\n` })
    await p.query(`UPDATE "Tenant 2".knexus_journal SET detail = detail || '{"work": "another"}'`)
    const looks = await look(all)
    const told = looks.map(({ tenant, pending, history, first, current }) => ({
      tenant,
      pending,
      history,
      first,
      current,
    }))
    expect(told.slice(3)).to.deep.equal([
      { tenant: 'Tenant 2', pending: [], history: ['1_a.ts is edited'], first: 'tenant', current: false },
      { tenant: 'say "x"', pending: [], history: [], first: 'tenant', current: false },
      { tenant: 'late', pending: ['2_b.ts'], history: [], first: null, current: false },
      { tenant: 'nowhere', pending: [], history: [], first: null, current: false },
      { tenant: 'line 3', pending: [], history: [], first: null, current: false },
    ])
    expect(looks.map(({ error }) => error?.code ?? null)).to.deep.equal([
      null,
      null,
      null,
      null,
      null,
      null,
      'unforeseen',
      'bad-list',
    ])
  })

  it('compares databases, and tells of one that is not there', async () => {
    const [one, other] = [await project(), await project()]
    try {
      const names = [one, other].map(({ url }) => new URL(url).pathname.slice(1))
      const fleet = tenantsOf([...names, 'no_such_database'].map((name) => `database ${name}`).join('\n'))
      await fleetUp(p.config, fleet.slice(0, 2))
      expect(drifts(await look(fleet))).to.deep.equal({})
      await other.query('ALTER TABLE a ADD stray int')
      const looks = await look(fleet)
      expect(looks).to.deep.equal(await look(fleet, true))
      expect(drifts(looks)).to.have.all.keys(names[1]!)
      expect(looks[2]!.error?.code).to.equal('database-missing')
    } finally {
      await one.drop()
      await other.drop()
    }
  })

  it('lets a fleet go on with those that are behind, in waves', async () => {
    await p.write({ '3_c.ts': migration(['CREATE TABLE c (id int)']) })
    await fleetUp(p.config, tenants.slice(0, 2))
    const looks = await look()
    const current = new Set(tenants.filter((_, at) => looks[at]!.current))
    expect([...current].map(({ name }) => name)).to.deep.equal(['tenant', 'ten'])
    const waves: Wave[] = []
    const results = await fleetUp(p.config, tenants, {
      current,
      canary: 1,
      parallel: 2,
      onWave: (wave) => waves.push(wave),
    })
    expect(results.map(({ state, migrations }) => `${state} ${migrations}`)).to.deep.equal([
      'done 0',
      'done 0',
      'done 1',
      'done 1',
      'done 1',
    ])
    expect(waves).to.deep.equal([
      { number: 1, of: 2, tenants: ['tenant_1'], parallel: 1 },
      { number: 2, of: 2, tenants: ['Tenant 2', 'say "x"'], parallel: 2 },
    ])
    expect((await look()).every((one) => one.current && one.drift.length === 0)).to.equal(true)
  })
})

/** Each of them changes one tenant, or something that all of them stand beside. */
const STATEMENTS: readonly string[] = [
  'ALTER TABLE tenant_1.b ADD stray int',
  'ALTER TABLE tenant_1.b DROP stray',
  'COMMENT ON TABLE tenant.a IS $$seen$$',
  'COMMENT ON TABLE tenant.a IS NULL',
  `ALTER TYPE ten.mood ADD VALUE 'better'`,
  'CREATE OR REPLACE VIEW "Tenant 2".v AS SELECT a.a, b.mood FROM "Tenant 2".a JOIN "Tenant 2".b ON b.a = a.id WHERE a.id > 0',
  'CREATE OR REPLACE FUNCTION tenant_1.f(x int) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$',
  'ALTER FUNCTION tenant_1.f SET search_path = tenant_1',
  'ALTER TABLE ten.b ALTER a SET NOT NULL',
  'INSERT INTO tenant_1.a (a) VALUES (1); ANALYZE tenant_1.a',
  'DELETE FROM ten.knex_migrations WHERE id = 2',
  'CREATE TABLE public.elsewhere (id int)',
  'ALTER SCHEMA tenant_1 RENAME TO gone; CREATE SCHEMA tenant_1',
]

/** Writes another name for every schema into what was kept last, so that an answer from there is known. */
async function poison(): Promise<void> {
  const names = (await readdir(CACHE)).filter((name) => name.startsWith('fleet-'))
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(CACHE, name), at: (await stat(join(CACHE, name))).mtimeMs })),
  )
  const { path } = files.sort((a, b) => b.at - a.at)[0]!
  const kept = JSON.parse(await readFile(path, 'utf8')) as {
    places: Record<string, { digests: Record<string, string> }>
  }
  for (const place of Object.values(kept.places))
    for (const name of Object.keys(place.digests)) place.digests[name] = 'poisoned'
  await writeFile(path, JSON.stringify(kept))
}
