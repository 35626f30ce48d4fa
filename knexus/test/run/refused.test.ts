import { expect } from 'chai'
import { tenantsOf } from '../../src/run/tenants.ts'
import { down, up } from '../../src/run/runner.ts'
import { codeOf, migration, project, type Project } from './project.ts'

const ONE = { '20260101_one.ts': migration(['CREATE TABLE one (id int)'], ['DROP TABLE one']) }

describe('a run that cannot go on says why, and leaves what was there:', () => {
  let p: Project
  beforeEach(async () => {
    p = await project(ONE)
  })
  afterEach(() => p.drop())

  const tables = async () =>
    (
      await p.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname !~ '^knex' ORDER BY 1`)
    ).map(({ name }) => name)

  it('down through a file without down', async () => {
    await p.write({ '20260102_two.ts': `export const up = (knex) => knex.raw('CREATE TABLE two ()')` })
    await up(p.config)
    expect(await codeOf(down(p.config, { all: true }))).to.equal('no-way-back')
    expect(await tables()).to.deep.equal(['one', 'two'])
  })

  it('up of a file whose name the history cannot hold, before another one runs', async () => {
    await p.query('CREATE TABLE knex_migrations (id serial, name varchar(32), batch int, migration_time timestamptz)')
    const long = `20260102_${'long'.repeat(8)}.ts`
    await p.write({ [long]: migration(['CREATE TABLE two ()']) })
    const refused: unknown = await up(p.config).catch((error: unknown) => error)
    expect(refused).to.have.property('code', 'invalid-name')
    expect(refused).to.have.property('message').that.includes(long).and.includes('knex_migrations.name holds 32')
    expect(await tables()).to.deep.equal([])
    const { cure } = refused as { readonly cure: string }
    await p.query(/ALTER TABLE .*(?=\.$)/.exec(cure)![0])
    await up(p.config)
    expect(await tables()).to.deep.equal(['one', 'two'])
  })

  it('up of a file that catches an error and sends more in its transaction', async () => {
    await p.write({
      '20260102_two.ts': `export async function up(knex) {
        await knex.raw('SELECT 1 / 0').catch(() => knex.raw('CREATE TABLE two ()'))
      }`,
    })
    const refused: unknown = await up(p.config).catch((error: unknown) => error)
    expect(refused).to.have.property('message').that.includes('division by zero')
    expect(refused).to.have.property('cure').that.includes('await knex.transaction(...)').and.includes('savepoint')
    await p.remove('20260102_two.ts')
    await p.write({
      '20260103_two.ts': `export async function up(knex) {
        await knex.transaction((inner) => inner.raw('SELECT 1 / 0')).catch(() => knex.raw('CREATE TABLE two ()'))
      }`,
    })
    await up(p.config)
    expect(await tables()).to.deep.equal(['one', 'two'])
  })

  it('up of a file that somebody did by hand', async () => {
    await p.query('CREATE TABLE one (id int)')
    const refused: unknown = await up(p.config).catch((error: unknown) => error)
    expect(refused).to.have.property('message').that.includes('relation "one" already exists')
    expect(refused).to.have.property('cure').that.includes('`knexus check` shows what is done')
  })

  it('down of a file that stopped half-way up', async () => {
    await p.query('CREATE TABLE gate ()')
    await p.write({
      '20260102_two.ts': migration(['CREATE TABLE two ()', 'SELECT 1 / count(*) FROM gate'], ['DROP TABLE two'], false),
    })
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    expect(await codeOf(down(p.config))).to.equal('half-done')
    await p.query('INSERT INTO gate DEFAULT VALUES')
    await up(p.config)
    await down(p.config, { all: true })
    expect(await tables()).to.deep.equal(['gate'])
  })

  it('down of a file that failed at its first statement takes back what is left of that alone', async () => {
    await up(p.config)
    await p.query('CREATE TABLE twice (a int, b int); INSERT INTO twice VALUES (1, 1), (1, 1)')
    await p.write({
      '20260102_two.ts': migration(
        ['CREATE UNIQUE INDEX CONCURRENTLY u ON twice (a)', 'ALTER TABLE twice ADD CONSTRAINT u UNIQUE USING INDEX u'],
        ['ALTER TABLE twice DROP CONSTRAINT u'],
        false,
      ),
    })
    const failed: unknown = await up(p.config).catch((error: unknown) => error)
    expect(failed).to.have.property('code', 'migration-failed')
    expect(failed).to.have.property('cure').that.includes('public.u half-built')
    const notes: string[] = []
    await down(p.config, { on: (event) => event.event === 'note' && notes.push(event.message) })
    expect(notes.join()).to.include('dropped what it left half-built: public.u')
    expect(await p.query(`SELECT FROM pg_class WHERE relname = 'u'`)).to.deep.equal([])
    expect(await p.history()).to.deep.equal(['20260101_one.ts'])
    expect(await codeOf(up(p.config))).to.equal('migration-failed')
    await p.query('DELETE FROM twice')
    await up(p.config)
    await down(p.config)
    expect(await p.history()).to.deep.equal(['20260101_one.ts'])
    await p.query('DROP TABLE twice')
  })

  it('a constraint that rows break: it says that it refuses new ones, and down takes it away', async () => {
    await up(p.config)
    await p.query('CREATE TABLE odd (a int); INSERT INTO odd VALUES (-1)')
    await p.write({
      '20260102_two.ts': migration(
        ['ALTER TABLE odd ADD CONSTRAINT c CHECK (a > 0) NOT VALID'],
        ['ALTER TABLE odd DROP CONSTRAINT c'],
      ),
      '20260103_three.ts': migration(['ALTER TABLE odd VALIDATE CONSTRAINT c'], ['SELECT 1']),
    })
    const failed: unknown = await up(p.config).catch((error: unknown) => error)
    expect(failed).to.have.property('cure').that.includes('new rows are checked already').and.includes('knexus down')
    expect(await codeOf(p.query('INSERT INTO odd VALUES (-2)'))).to.equal('23514')
    await down(p.config)
    await p.query('INSERT INTO odd VALUES (-2); DROP TABLE odd')
  })

  it('a file that would end the transaction it runs in, before anything of it is sent', async () => {
    for (const [at, sql] of ['COMMIT; BEGIN', '/* a */ rollback', 'SELECT 1; END'].entries())
      for (const head of ['', 'let n = 0\n']) {
        const name = `20260102_two_${at}${head.length}.ts`
        await p.write({ [name]: head + migration(['CREATE TABLE two ()', sql]) })
        const error: unknown = await up(p.config).catch((error: unknown) => error)
        expect(error).to.have.property('code', 'transaction-control')
        expect(error)
          .to.have.property('message')
          .that.matches(/^20260102_two\S* would send [A-Z]+, /)
        expect(error).to.have.property('cure').that.includes('rolled back')
        expect(await tables()).to.deep.equal(['one'])
        await p.remove(name)
      }
    await p.write({
      '20260102_two.ts': migration([
        'CREATE TABLE two ()',
        "COMMENT ON TABLE two IS 'COMMIT; BEGIN'",
        'SAVEPOINT a',
        'ROLLBACK TO a',
        'RELEASE a',
      ]),
    })
    await up(p.config)
    expect(await tables()).to.deep.equal(['one', 'two'])
  })

  it('nothing: a database without plpgsql will do', async () => {
    await p.query('DROP EXTENSION plpgsql')
    await up(p.config)
    expect(await tables()).to.deep.equal(['one'])
  })

  it('a value that is used in the transaction that adds it', async () => {
    await p.write({
      '20260102_two.ts': migration([`CREATE TYPE mood AS ENUM ('ok')`]),
      '20260103_three.ts': migration([`ALTER TYPE mood ADD VALUE 'new'`, `SELECT 'new'::mood`]),
    })
    expect(await codeOf(up(p.config))).to.equal('enum-value-unsafe')
    expect(await p.history()).to.deep.equal(['20260101_one.ts', '20260102_two.ts'])
  })

  it('a user who may not', async () => {
    await p.query(
      `DO $$ BEGIN CREATE ROLE refused_user LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    )
    const url = new URL(p.url)
    url.username = 'refused_user'
    expect(await codeOf(up({ ...p.config, connection: url.href }))).to.equal('not-allowed')
    await up(p.config)
    await p.write({ '20260102_two.ts': migration(['DROP TABLE one']) })
    await p.query(
      'GRANT ALL ON SCHEMA public TO refused_user; GRANT ALL ON knex_migrations, knex_migrations_lock, knexus_journal, knex_migrations_id_seq TO refused_user',
    )
    expect(await codeOf(up({ ...p.config, connection: url.href }))).to.equal('not-allowed')
    expect(await tables()).to.deep.equal(['one'])
  })

  it('a connection that is cut in the middle of a file', async () => {
    await p.write({
      '20260102_two.ts': migration(['CREATE TABLE two ()', 'SELECT pg_terminate_backend(pg_backend_pid())'], [], true),
    })
    expect(await codeOf(up(p.config))).to.equal('connection-lost')
    expect(await tables()).to.deep.equal(['one'])
  })

  it('a lock that is lost while a file runs', async () => {
    await p.write({
      '20260102_two.ts': migration([
        'CREATE TABLE two ()',
        `SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        'SELECT pg_sleep(0.5)',
      ]),
    })
    expect(await codeOf(up(p.config))).to.equal('lock-lost')
    expect(await tables()).to.deep.equal(['one'])
  })

  it('a line that names no tenant, which stops itself alone and is not shown', () => {
    const tenants = tenantsOf(
      '# all\ndatabase a\nschema\npostgres://u:hunt/er2@h/db\npostgres://u:hunter2@h/db\nu:hunter2@h',
    )
    expect(tenants.map(({ name, error }) => `${name} ${error?.code ?? 'taken'}`)).to.deep.equal([
      'a taken',
      'line 3 bad-list',
      'line 4 bad-url',
      'h/db taken',
      'line 6 bad-list',
    ])
    for (const { name, error } of tenants) expect(`${name} ${String(error)} ${error?.cure}`).to.not.match(/hunt/)
  })
})
