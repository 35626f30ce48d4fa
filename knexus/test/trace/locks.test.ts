import { expect } from 'chai'
import { connect } from '../../src/connection/connect.ts'
import type { Migration } from '../../src/migrations/files.ts'
import { trace, type TracedStatement } from '../../src/trace/index.ts'
import { database, serverFacts } from '../support/server.ts'

const SETUP = `
  CREATE TABLE u (id int PRIMARY KEY);
  CREATE TABLE t (id int PRIMARY KEY, a int, b text, n int NOT NULL, g int GENERATED ALWAYS AS (1) STORED, s int GENERATED ALWAYS AS IDENTITY, v varchar(5), CONSTRAINT c CHECK (a > 0));
  INSERT INTO u VALUES (1); INSERT INTO t (id, a, b, n) VALUES (1, 1, 'x', 1);
  ALTER TABLE t ADD CONSTRAINT late CHECK (a > 0) NOT VALID;
  ALTER TABLE t ADD CONSTRAINT far FOREIGN KEY (a) REFERENCES u NOT VALID;
  CREATE INDEX t_b ON t (b); CREATE UNIQUE INDEX t_a ON t (a);
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
  CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE UNIQUE INDEX m_id ON m (id);
  CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 (k int);
  CREATE TABLE child (id int REFERENCES u)`

type Case = readonly [sql: string, locks: Readonly<Record<string, string>>, effect?: 'scans' | 'rewrites']
const EXCLUSIVE = { 'TABLE public.t': 'ACCESS EXCLUSIVE' }
const ROWS = { 'TABLE public.t': 'SHARE ROW EXCLUSIVE' }
const UPDATES = { 'TABLE public.t': 'SHARE UPDATE EXCLUSIVE' }

/** What the manual's ALTER TABLE, "Explicit Locking" and `AlterTableGetLockLevel` in tablecmds.c say of a statement on tables that are there. */
const CASES: readonly Case[] = [
  ['ALTER TABLE t ADD z int', EXCLUSIVE],
  ['ALTER TABLE t ADD z int DEFAULT 1', EXCLUSIVE],
  ['ALTER TABLE t ADD z float DEFAULT random()', EXCLUSIVE, 'rewrites'],
  ['ALTER TABLE t ADD z int GENERATED ALWAYS AS (a + 1) STORED', EXCLUSIVE, 'rewrites'],
  ['ALTER TABLE t DROP b', EXCLUSIVE],
  ['ALTER TABLE t ALTER n TYPE bigint', EXCLUSIVE, 'rewrites'],
  ['ALTER TABLE t ALTER v TYPE varchar(10)', EXCLUSIVE],
  ['ALTER TABLE t ALTER v TYPE text', EXCLUSIVE],
  ['ALTER TABLE t ALTER v TYPE varchar(3)', EXCLUSIVE, 'rewrites'],
  ['ALTER TABLE t ALTER a SET DEFAULT 1', EXCLUSIVE],
  ['ALTER TABLE t ALTER a DROP DEFAULT', EXCLUSIVE],
  ['ALTER TABLE t ALTER a SET NOT NULL', EXCLUSIVE, 'scans'],
  ['ALTER TABLE t ALTER n DROP NOT NULL', EXCLUSIVE],
  ['ALTER TABLE t ALTER n ADD GENERATED ALWAYS AS IDENTITY', EXCLUSIVE],
  ['ALTER TABLE t ALTER s DROP IDENTITY', EXCLUSIVE],
  ['ALTER TABLE t ALTER g DROP EXPRESSION', EXCLUSIVE],
  ['ALTER TABLE t ALTER b SET STORAGE EXTERNAL', EXCLUSIVE],
  ['ALTER TABLE t DROP CONSTRAINT c', EXCLUSIVE],
  ['ALTER TABLE t ADD CHECK (a > 0)', EXCLUSIVE, 'scans'],
  ['ALTER TABLE t ADD CHECK (a > 0) NOT VALID', EXCLUSIVE],
  ['ALTER TABLE t ADD UNIQUE (b)', EXCLUSIVE, 'scans'],
  ['ALTER TABLE t ADD UNIQUE USING INDEX t_a', EXCLUSIVE],
  ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', EXCLUSIVE],
  ['ALTER TABLE t REPLICA IDENTITY FULL', EXCLUSIVE],
  ['ALTER TABLE t SET UNLOGGED', EXCLUSIVE, 'rewrites'],
  ['ALTER TABLE t RENAME TO z', EXCLUSIVE],
  ['ALTER TABLE t RENAME b TO z', EXCLUSIVE],
  ['ALTER TABLE t OWNER TO CURRENT_USER', EXCLUSIVE],
  ['DROP TRIGGER tr ON t', EXCLUSIVE],
  ['DROP INDEX t_b', { ...EXCLUSIVE, 'INDEX public.t_b': 'ACCESS EXCLUSIVE' }],
  ['TRUNCATE t', EXCLUSIVE, 'rewrites'],
  ['ALTER INDEX t_b RENAME TO z', { 'INDEX public.t_b': 'SHARE UPDATE EXCLUSIVE' }],
  ['ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES u', { ...ROWS, 'TABLE public.u': 'SHARE ROW EXCLUSIVE' }, 'scans'],
  ['ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES u NOT VALID', { ...ROWS, 'TABLE public.u': 'SHARE ROW EXCLUSIVE' }],
  ['CREATE TRIGGER z BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()', ROWS],
  ['ALTER TABLE t DISABLE TRIGGER tr', ROWS],
  ['ALTER TABLE t VALIDATE CONSTRAINT late', UPDATES, 'scans'],
  ['ALTER TABLE t VALIDATE CONSTRAINT far', { ...UPDATES, 'TABLE public.u': 'ROW SHARE' }, 'scans'],
  ['ALTER TABLE t ALTER a SET STATISTICS 50', UPDATES],
  ['ALTER TABLE t ALTER a SET (n_distinct = 5)', UPDATES],
  ['ALTER TABLE t CLUSTER ON t_pkey', UPDATES],
  ['ALTER TABLE t SET (fillfactor = 90)', UPDATES],
  ['CREATE INDEX z ON t (b)', { 'TABLE public.t': 'SHARE' }, 'scans'],
  ['CREATE TABLE z (id int REFERENCES u)', { 'TABLE public.u': 'SHARE ROW EXCLUSIVE' }],
  ['DROP TABLE child', { 'TABLE public.child': 'ACCESS EXCLUSIVE', 'TABLE public.u': 'ACCESS EXCLUSIVE' }],
  [
    'ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2)',
    { 'TABLE public.p': 'SHARE UPDATE EXCLUSIVE', 'TABLE public.p2': 'ACCESS EXCLUSIVE' },
  ],
  [
    'ALTER TABLE p DETACH PARTITION p1',
    { 'TABLE public.p': 'ACCESS EXCLUSIVE', 'TABLE public.p1': 'ACCESS EXCLUSIVE' },
  ],
  [
    'REFRESH MATERIALIZED VIEW m',
    { 'MATERIALIZED VIEW public.m': 'ACCESS EXCLUSIVE', 'TABLE public.t': 'ACCESS SHARE' },
  ],
  [
    'REFRESH MATERIALIZED VIEW CONCURRENTLY m',
    { 'MATERIALIZED VIEW public.m': 'EXCLUSIVE', 'TABLE public.t': 'ACCESS SHARE' },
  ],
]

/** These run outside of a transaction, one on top of the other. */
const OUTSIDE: readonly Case[] = [
  ['CREATE INDEX CONCURRENTLY z ON t (b)', UPDATES],
  ['REINDEX INDEX CONCURRENTLY t_b', UPDATES],
  ['DROP INDEX CONCURRENTLY z', UPDATES],
]

describe('the locks of a trace', function () {
  this.timeout('5m')
  const seen = new Map<string, TracedStatement>()

  before(async () => {
    for (const [cases, transaction] of [
      [CASES, true],
      [OUTSIDE, false],
    ] as const) {
      const { url } = await database(SETUP)
      const db = Object.assign(await connect(url), { settings: url })
      const sql = cases.flatMap(([one]) => (transaction ? ['SAVEPOINT one', one, 'ROLLBACK TO SAVEPOINT one'] : [one]))
      try {
        const { statements, failed } = await trace(migration(sql, transaction), 'up', db, { client: 'pg' }, {})
        expect(failed).to.equal(undefined)
        for (const [at, [one]] of cases.entries()) seen.set(one, statements[at]!)
      } finally {
        await db.close()
      }
    }
  })

  for (const [sql, wanted, effect] of [...CASES, ...OUTSIDE])
    it(`are what PostgreSQL documents: ${sql}`, () => {
      const { sql: ran, locks, rewrites, scans } = seen.get(sql)!
      expect(ran).to.equal(sql)
      const held = Object.fromEntries(locks.map(({ relation, mode }) => [relation, mode]))
      for (const [relation, mode] of Object.entries(wanted)) expect(held, relation).to.have.property(relation, mode)
      const tables = Object.keys(held).filter((relation) => relation.startsWith('TABLE '))
      expect(tables.toSorted()).to.deep.equal(
        Object.keys(wanted)
          .filter((one) => one.startsWith('TABLE '))
          .toSorted(),
      )
      const table = (relation: string) => relation === 'TABLE public.t'
      if (OUTSIDE.some(([one]) => one === sql) || sql.startsWith('REFRESH')) return
      expect(rewrites.some(table), 'rewrites the table').to.equal(effect === 'rewrites')
      if (effect !== 'rewrites')
        expect(
          scans.some((scan) => table(scan.relation)),
          'reads the table',
        ).to.equal(effect === 'scans')
    })

  it('are looked at for some fifty statements', () => {
    expect(serverFacts().major).to.be.within(14, 18)
    expect(seen.size).to.equal(CASES.length + OUTSIDE.length)
  })
})

function migration(sql: readonly string[], transaction: boolean): Migration {
  return {
    name: 'm.ts',
    directory: '',
    transaction,
    byDefault: false,
    checksum: '',
    down: undefined,
    async up(knex) {
      for (const one of sql) await knex.raw(one)
    },
  }
}
