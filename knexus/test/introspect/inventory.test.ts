import type { Schema } from '../../src/schema.ts'
import { expect } from 'chai'
import type { Client } from 'pg'
import { rows } from '../../src/connection/connection.ts'
import { read } from '../../src/introspect/index.ts'
import type { Scope } from '../../src/introspect/index.ts'
import { CATALOGS, PARTS, inventory, type Inventory } from '../../src/introspect/inventory.ts'
import { missed } from '../missed/index.ts'
import { database, type TestDatabase } from '../support/server.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'

describe('the inventory', () => {
  let base: TestDatabase
  let db: Client
  before(async () => {
    base = await database()
    db = await base.connect()
  })
  after(async () => {
    await db.end()
    await base.drop()
  })
  afterEach(() => db.query('ROLLBACK'))

  it('looks through every catalog with oids, or says why not', async () => {
    const found = await rows<{ name: string }>(
      db,
      `SELECT c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid' AND a.attnum > 0
      WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'`,
    )
    const known = new Set([...Object.keys(CATALOGS), ...Object.keys(PARTS)])
    expect(found.map(({ name }) => name).filter((name) => !known.has(name))).to.deep.equal([])
    expect(Object.keys(CATALOGS).filter((name) => !found.some((catalog) => catalog.name === name))).to.deep.equal([])
  })

  it('finds nothing in an empty database, and the roles of the cluster', async () => {
    const { notManaged, cluster } = await take('')
    expect(notManaged).to.deep.equal([])
    expect(cluster).to.include.members(['ROLE "Odd role"', 'ROLE reader'])
  })

  for (const { kind, setup, since = 0 } of missed) {
    it(`knows every ${kind} for managed`, async function () {
      leaveOut(this, lacking(since, setup))
      const { notManaged } = await take(setup)
      expect(notManaged.filter((address) => !address.startsWith('OPTION password'))).to.deep.equal([])
    })
  }

  it('names what no kind covers', async () => {
    const { notManaged } = await take(`
      CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
      CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
      CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
      GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO reader;
      CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR reader SERVER s OPTIONS (password 'hidden')`)
    expect(notManaged.map((address) => address.replace(' on language', ' language'))).to.deep.equal([
      'ACCESS METHOD heap2',
      'CONVERSION public.latin',
      'OPTION password OF USER MAPPING FOR reader SERVER s',
      'PRIVILEGES ON FUNCTION pg_catalog.pg_ls_dir(pg_catalog.text)',
      'TRANSFORM for integer language sql',
    ])
  })

  it('names what hangs on a managed object and no kind covers, and not that of other namespaces', async () => {
    const sql = `
      CREATE EXTENSION citext; CREATE SCHEMA away; CREATE TABLE t (id int PRIMARY KEY, n int);
      CREATE TABLE child (t_id int CONSTRAINT child_t REFERENCES t);
      CREATE TABLE away.child (t_id int CONSTRAINT away_t REFERENCES t);
      CREATE TABLE later (n int CONSTRAINT later_n UNIQUE DEFERRABLE);
      ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE later DISABLE TRIGGER ALL;
      ALTER TABLE child DISABLE TRIGGER ALL; ALTER TABLE away.child DISABLE TRIGGER ALL;
      CREATE INDEX i ON t (n); ALTER INDEX i DEPENDS ON EXTENSION citext;
      CREATE INDEX j ON away.child (t_id); ALTER INDEX away.j DEPENDS ON EXTENSION citext;
      GRANT SELECT (rolname) ON pg_catalog.pg_authid TO reader`
    const here = [
      'DEPENDENCY OF INDEX public.i ON EXTENSION citext',
      'DISABLED TRIGGERS ON public.child OF TABLE CONSTRAINT child_t on public.child',
      'DISABLED TRIGGERS ON public.later OF TABLE CONSTRAINT later_n on public.later',
      'DISABLED TRIGGERS ON public.t OF TABLE CONSTRAINT away_t on away.child',
      'DISABLED TRIGGERS ON public.t OF TABLE CONSTRAINT child_t on public.child',
      'PRIVILEGES ON TABLE COLUMN pg_catalog.pg_authid.rolname',
    ]
    const away = [
      'DEPENDENCY OF INDEX away.j ON EXTENSION citext',
      'DISABLED TRIGGERS ON away.child OF TABLE CONSTRAINT away_t on away.child',
    ]
    expect((await take(sql)).notManaged).to.deep.equal([...away, ...here].sort())
    await db.query('ROLLBACK')
    expect((await take(sql, { schemas: ['public'] })).notManaged).to.deep.equal(here)
  })

  for (const dependencies of [true, false])
    it(`names what is made with something that no kind covers, and what needs it, and manages the rest${dependencies ? '' : ', without pg_depend'}`, async () => {
      const { schema, notManaged } = await take(
        `CREATE ACCESS METHOD mine TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t (a int PRIMARY KEY) USING mine;
         CREATE VIEW v AS SELECT a FROM t; CREATE TABLE other (a int REFERENCES t, b int); CREATE INDEX i ON other (b)`,
        { dependencies },
      )
      expect(notManaged).to.deep.equal([
        'ACCESS METHOD mine',
        'TABLE CONSTRAINT other_a_fkey on public.other',
        'TABLE CONSTRAINT t_pkey on public.t',
        'TABLE public.t',
        'VIEW public.v',
      ])
      expect(
        [...schema.keys()].filter((address) => !/^(?:SCHEMA|OWNER|COMMENT|PRIVILEGES)/.test(address)),
      ).to.deep.equal(['TABLE public.other', 'COLUMN public.other.a', 'COLUMN public.other.b', 'INDEX public.i'])
    })

  it('names what hangs on the member of an extension', async function () {
    leaveOut(this, lacking(0, 'CREATE EXTENSION pg_stat_statements'))
    const { notManaged } = await take(
      `CREATE EXTENSION pg_stat_statements; REVOKE SELECT ON pg_stat_statements FROM PUBLIC; CREATE RULE r AS ON DELETE TO pg_stat_statements DO INSTEAD NOTHING`,
    )
    expect(notManaged).to.deep.equal([
      'PRIVILEGES ON VIEW public.pg_stat_statements',
      'RULE r on public.pg_stat_statements',
    ])
  })

  it('names in one line what hangs on all members of an extension', async function () {
    leaveOut(this, lacking(0, 'CREATE EXTENSION hstore'))
    const { notManaged } = await take(
      `CREATE SCHEMA parts; CREATE EXTENSION hstore SCHEMA parts; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA parts TO reader`,
      { schemas: ['public'] },
    )
    expect(notManaged).to.have.lengthOf(1)
    expect(notManaged[0]).to.match(
      /^PRIVILEGES ON FUNCTION parts\.akeys\(parts\.hstore\), and \d\d others of EXTENSION hstore$/,
    )
  })

  it('names in one line what stands in the namespace of an extension, such as what it makes while it runs', async function () {
    leaveOut(this, lacking(0, 'CREATE EXTENSION hstore'))
    // ALTER EXTENSION ADD refuses the namespace that the extension is in.
    const { notManaged } = await take(
      `CREATE EXTENSION hstore; CREATE SCHEMA parts; ALTER EXTENSION hstore ADD SCHEMA parts;
       CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
       ${[1, 2, 3, 4].map((at) => `CREATE CONVERSION parts.latin${at} FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`).join(';')}`,
    )
    expect(notManaged).to.deep.equal([
      'CONVERSION parts.latin1, and 3 others of EXTENSION hstore',
      'CONVERSION public.latin',
    ])
  })

  it('says nothing of what is left out on purpose', async () => {
    const sql =
      'CREATE SCHEMA other; CREATE TABLE other.t (id int PRIMARY KEY); CREATE TABLE books (id serial PRIMARY KEY); CREATE INDEX i ON books (id)'
    expect((await take(sql, { schemas: ['public'], exclude: ['TABLE public.books'] })).notManaged).to.deep.equal([])
  })

  async function take(sql: string, scope: Scope = {}): Promise<Inventory & { readonly schema: Schema }> {
    await db.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${sql}`)
    await db.query('SET LOCAL search_path = public')
    const reading = await read(db, { dependencies: false, ...scope, inventory: true })
    return { ...(await inventory(db, reading, scope.schemas)), schema: reading.schema }
  }
})
