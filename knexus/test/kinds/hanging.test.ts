import { expect } from 'chai'
import type { Client } from 'pg'
import { rows } from '../../src/connection/connection.ts'
import { diff } from '../../src/diff.ts'
import type { AnyObject } from '../../src/kinds/index.ts'
import { plan } from '../../src/plan/index.ts'
import { schemaOf } from '../../src/schema.ts'
import { prove, readSchema, type Live, type Reading } from '../support/laws.ts'
import { database, type TestDatabase } from '../support/server.ts'
import { lacking, leaveOut } from '../support/leave-out.ts'

const T = 'CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, s text NOT NULL)'
const VIEW = (column: string) =>
  `CREATE VIEW v AS SELECT ${column} AS n FROM t; COMMENT ON VIEW v IS 'kept'; COMMENT ON COLUMN v.n IS 'kept'; ALTER VIEW v OWNER TO writer; GRANT SELECT ON v TO reader; GRANT SELECT (n) ON v TO PUBLIC`

/** What hangs on other objects, or on parts of them: [name, before, after, first major version]. */
const CASES: readonly (readonly [name: string, from: string, to: string, since?: number])[] = [
  [
    'comments on parts that are no objects of their own',
    T,
    `${T}; COMMENT ON INDEX t_pkey IS 'i'; COMMENT ON CONSTRAINT t_pkey ON t IS 'c'; COMMENT ON SEQUENCE t_n_seq IS 's'; COMMENT ON TYPE t IS 'y'`,
  ],
  ['a comment on the constraint of a NOT NULL', T, `${T}; COMMENT ON CONSTRAINT t_s_not_null ON t IS 'must be'`, 18],
  [
    'a comment that PostgreSQL wrote is taken away',
    '',
    `COMMENT ON EXTENSION plpgsql IS 'ours'; COMMENT ON SCHEMA public IS NULL`,
  ],
  ['a comment with every awkward letter', T, `${T}; COMMENT ON TABLE t IS E'it''s \\\\ $1 ? :x "q" \\n \\u00e9 $$ '`],
  ['a view that is made again keeps owner, comments and privileges', `${T}; ${VIEW('id')}`, `${T}; ${VIEW('s')}`],
  ['privileges on the sequence of an identity column', T, `${T}; GRANT USAGE ON SEQUENCE t_n_seq TO reader`],
  [
    'privileges passed on by another role',
    T,
    `${T}; GRANT SELECT ON t TO writer WITH GRANT OPTION; GRANT USAGE ON SCHEMA public TO writer; SET ROLE writer; GRANT SELECT ON public.t TO reader; RESET ROLE`,
  ],
  [
    'privileges of an owner who is not us',
    `${T}; ALTER TABLE t OWNER TO writer`,
    `${T}; ALTER TABLE t OWNER TO reader; REVOKE DELETE ON t FROM reader`,
  ],
  [
    'an odd role and an odd column',
    `CREATE TABLE t ("a.""b" int)`,
    `CREATE TABLE t ("a.""b" int); GRANT UPDATE ("a.""b"), INSERT ON t TO "Odd role"`,
  ],
  [
    'privileges on an aggregate',
    '',
    `CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int); REVOKE EXECUTE ON FUNCTION a(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION a(int) TO reader; ALTER AGGREGATE a(int) OWNER TO writer`,
  ],
  [
    'default privileges under objects of every sort',
    'ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO reader; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    `ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO reader; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ${T}; CREATE VIEW v AS SELECT 1 AS one; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION f() TO PUBLIC`,
  ],
  [
    'objects that are older than the default privileges',
    '',
    `${T}; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE e AS ENUM (); ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO writer`,
  ],
  [
    'the type of a column that a publication filters by',
    `${T}; CREATE PUBLICATION p FOR TABLE t (id, n) WHERE (id > 5)`,
    `${T.replace('id int', 'id bigint')}; CREATE PUBLICATION p FOR TABLE t (id, n) WHERE (id > 5)`,
    15,
  ],
  [
    'a published table goes',
    `${T}; CREATE TABLE u (id int); CREATE PUBLICATION p FOR TABLE t, u`,
    'CREATE TABLE u (id int); CREATE PUBLICATION p FOR TABLE u',
  ],
  [
    'foreign data, all at once',
    '',
    `CREATE FOREIGN DATA WRAPPER w OPTIONS ("Odd" 'it''s'); CREATE SERVER s TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR reader SERVER s OPTIONS (user 'u');
    CREATE FOREIGN TABLE f (id int OPTIONS (a 'b') NOT NULL, s text DEFAULT 'x') SERVER s OPTIONS (t 'u'); GRANT SELECT ON f TO reader; GRANT USAGE ON FOREIGN SERVER s TO reader; COMMENT ON FOREIGN TABLE f IS 'f'; COMMENT ON COLUMN f.id IS 'id'; ALTER FOREIGN TABLE f OWNER TO writer`,
  ],
  [
    'a foreign table moves to another server',
    'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (id int) SERVER s',
    'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER r FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (id int) SERVER r',
  ],
]

describe('what hangs on other objects', () => {
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

  for (const [name, from, to, since = 0] of CASES) {
    it(name, async function () {
      leaveOut(this, lacking(since))
      const [a, b] = [await made(from), await made(to)]
      expect(diff(a.schema, b.schema), 'the case has a difference').to.not.deep.equal([])
      for (const [start, sql, end] of [
        [a, from, b],
        [b, to, a],
      ] as const) {
        await made(sql)
        await prove(live(), start, end, false)
        await db.query('ROLLBACK')
      }
    })
  }

  it('never reads the secret of a user mapping', async () => {
    const { schema } = await made(
      `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u', password 'hidden', sslkey 'hidden', "Api_Token" 'hidden')`,
    )
    expect(JSON.stringify([...schema])).to.not.include('hidden')
    expect(schema.get('USER MAPPING FOR PUBLIC SERVER s')).to.deep.include({ options: { user: 'u' } })
  })

  it('leaves a secret in place when other options change', async () => {
    const setup = (user: string) =>
      `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user '${user}', password 'hidden')`
    const [a, b] = [await made(setup('u')), await made(setup('v'))]
    await made(setup('u'))
    for (const { sql } of plan(a.schema, b.schema).flatMap(({ statements }) => statements)) await db.query(sql)
    expect(await rows(db, 'SELECT umoptions AS options FROM pg_catalog.pg_user_mappings')).to.deep.equal([
      { options: ['user=v', 'password=hidden'] },
    ])
  })

  it('takes everything from a role that is declared to have nothing', async () => {
    const { schema } = await made(`CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'`)
    const nothing: AnyObject = {
      kind: 'privilege',
      on: 'FUNCTION public.f()',
      part: null,
      role: 'PUBLIC',
      grantor: null,
      privileges: [],
      grantable: [],
      standard: [],
      initial: [],
    }
    for (const { sql } of plan(schema, new Map([...schema, ...schemaOf([nothing])])).flatMap(
      ({ statements }) => statements,
    ))
      await db.query(sql)
    expect((await readSchema(db)).get('PRIVILEGES ON FUNCTION public.f() TO PUBLIC')).to.deep.include({
      privileges: [],
      standard: ['EXECUTE'],
    })
  })

  /** What is read of a database in which nothing but this was done; it stays so until the transaction is rolled back. */
  async function made(sql: string): Promise<Reading> {
    await db.query(`ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL search_path = public; ${sql}`)
    return { schema: await readSchema(db) }
  }

  function live(): Live {
    return { connection: db, transactions: false, read: async () => ({ schema: await readSchema(db) }) }
  }
})
