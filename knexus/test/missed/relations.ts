import type { Missed } from './case.ts'

/** Another place and another access method, without the folder and the library that they would need. */
const GLOBAL = `(SELECT oid FROM pg_tablespace WHERE spcname = 'pg_global')`
const elsewhere = (relation: string) =>
  `UPDATE pg_class SET reltablespace = ${GLOBAL} WHERE oid = '${relation}'::regclass`

const SEQUENCE = 'CREATE SEQUENCE s'
const COLUMN = `CREATE TABLE t (id int, n int NOT NULL, s text)`

const ON_ONLY =
  'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p DEFAULT; CREATE INDEX pi ON ONLY p (k); CREATE INDEX ci ON c (k)'

/** Tables, columns, views, sequences and what is in them. */
export const relations: readonly Missed[] = [
  { kind: 'namespace', setup: 'CREATE SCHEMA s', edits: {} },
  {
    kind: 'table',
    setup: 'CREATE TABLE t (id int)',
    fixed: { accessMethod: 'one that people made is not managed, and what is made with it is not either' },
    edits: {
      unlogged: 'ALTER TABLE t SET UNLOGGED',
      partitionBy: 'DROP TABLE t; CREATE TABLE t (id int) PARTITION BY RANGE (id)',
      options: 'ALTER TABLE t SET (fillfactor = 70)',
      rowSecurity: 'ALTER TABLE t ENABLE ROW LEVEL SECURITY',
      forceRowSecurity: 'ALTER TABLE t FORCE ROW LEVEL SECURITY',
      tablespace: elsewhere('t'),
    },
  },
  {
    kind: 'column',
    setup: COLUMN,
    edits: {
      type: 'ALTER TABLE t ALTER n TYPE bigint',
      generated: 'ALTER TABLE t DROP n, ADD n int GENERATED ALWAYS AS (id + 1) STORED NOT NULL',
      collation: 'ALTER TABLE t ALTER s TYPE text COLLATE "C"',
      identity: 'ALTER TABLE t ALTER n ADD GENERATED ALWAYS AS IDENTITY',
      notNull: 'ALTER TABLE t ALTER n DROP NOT NULL',
      notNullOwn: {
        setup: 'CREATE TABLE p (n int); CREATE TABLE t () INHERITS (p); ALTER TABLE t ALTER n SET NOT NULL',
        change: 'ALTER TABLE p ALTER n SET NOT NULL',
      },
      notNullParents: {
        setup: 'CREATE TABLE p (n int NOT NULL); CREATE TABLE q (LIKE p); CREATE TABLE t () INHERITS (p, q)',
        change: 'ALTER TABLE p ALTER n DROP NOT NULL; ALTER TABLE t ALTER n SET NOT NULL',
        only: `SELECT current_setting('server_version_num')::int < 180000`,
      },
      notNullName: { change: 'ALTER TABLE t RENAME CONSTRAINT t_n_not_null TO other', since: 18 },
      notNullNoInherit: { change: 'ALTER TABLE t ALTER n DROP NOT NULL, ADD NOT NULL n NO INHERIT', since: 18 },
      notNullValidated: { change: 'ALTER TABLE t ALTER n DROP NOT NULL, ADD NOT NULL n NOT VALID', since: 18 },
      notNullAhead: {
        setup: 'CREATE TABLE p (n int NOT NULL); CREATE TABLE t () INHERITS (p)',
        change:
          'ALTER TABLE p ALTER n DROP NOT NULL, ADD CONSTRAINT p_n_not_null NOT NULL n NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT p_n_not_null',
        since: 18,
      },
      storage: 'ALTER TABLE t ALTER s SET STORAGE EXTERNAL',
      compression: 'ALTER TABLE t ALTER s SET COMPRESSION pglz',
      statistics: 'ALTER TABLE t ALTER n SET STATISTICS 50',
      options: 'ALTER TABLE t ALTER n SET (n_distinct = -0.5)',
    },
  },
  {
    kind: 'default',
    setup: 'CREATE TABLE t (n int DEFAULT 1)',
    edits: { expression: 'ALTER TABLE t ALTER n SET DEFAULT 2' },
  },
  {
    kind: 'sequence',
    setup: SEQUENCE,
    edits: {
      type: 'ALTER SEQUENCE s AS int',
      increment: 'ALTER SEQUENCE s INCREMENT 2',
      min: 'ALTER SEQUENCE s MINVALUE 0',
      max: 'ALTER SEQUENCE s MAXVALUE 9',
      start: 'ALTER SEQUENCE s START 5',
      cache: 'ALTER SEQUENCE s CACHE 5',
      cycle: 'ALTER SEQUENCE s CYCLE',
      unlogged: { change: 'ALTER SEQUENCE s SET UNLOGGED', since: 15 },
      tableUnlogged: { setup: 'CREATE TABLE t (id serial)', change: 'ALTER TABLE t SET UNLOGGED', since: 15 },
      ownedBy: 'CREATE TABLE t (id int); ALTER SEQUENCE s OWNED BY t.id',
    },
  },
  {
    kind: 'view',
    setup: 'CREATE VIEW v AS SELECT 1 AS n',
    edits: {
      definition: 'CREATE OR REPLACE VIEW v AS SELECT 2 AS n',
      options: 'ALTER VIEW v SET (security_barrier = true)',
    },
  },
  {
    kind: 'materialized view',
    setup: 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS n',
    fixed: { accessMethod: 'one that people made is not managed, and what is made with it is not either' },
    edits: {
      definition: 'DROP MATERIALIZED VIEW m; CREATE MATERIALIZED VIEW m AS SELECT 2 AS n',
      options: 'ALTER MATERIALIZED VIEW m SET (fillfactor = 70)',
      tablespace: elsewhere('m'),
      populated: 'REFRESH MATERIALIZED VIEW m WITH NO DATA',
    },
  },
  {
    kind: 'view column',
    setup: `CREATE MATERIALIZED VIEW m AS SELECT 'a'::text AS s`,
    edits: {
      on: `DROP MATERIALIZED VIEW m; CREATE VIEW m AS SELECT 'a'::text AS s`,
      storage: 'ALTER MATERIALIZED VIEW m ALTER s SET STORAGE EXTERNAL',
      compression: 'ALTER MATERIALIZED VIEW m ALTER s SET COMPRESSION pglz',
      statistics: 'ALTER MATERIALIZED VIEW m ALTER s SET STATISTICS 50',
      options: 'ALTER MATERIALIZED VIEW m ALTER s SET (n_distinct = -0.5)',
    },
  },
  {
    kind: 'constraint',
    setup: 'CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT c REFERENCES t, CONSTRAINT u UNIQUE (n))',
    edits: {
      type: 'ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (n > 0)',
      unlogged: 'ALTER TABLE t SET UNLOGGED',
      definition: 'ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE',
      enforced: { change: 'ALTER TABLE t ALTER CONSTRAINT c NOT ENFORCED', since: 18 },
      validated: 'ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c FOREIGN KEY (n) REFERENCES t NOT VALID',
      with: 'ALTER INDEX u SET (fillfactor = 70)',
      tablespace: elsewhere('u'),
    },
  },
  {
    kind: 'index',
    setup:
      'CREATE TABLE t (id int, n int); CREATE INDEX i ON t (n); CREATE UNIQUE INDEX u ON t (n); CREATE INDEX x ON t ((n + 1))',
    edits: {
      on: 'CREATE TABLE v (n int); DROP INDEX i; CREATE INDEX i ON v (n)',
      method: 'DROP INDEX i; CREATE INDEX i ON t USING hash (n)',
      unique: 'DROP INDEX i; CREATE UNIQUE INDEX i ON t (n)',
      nullsNotDistinct: { change: 'DROP INDEX u; CREATE UNIQUE INDEX u ON t (n) NULLS NOT DISTINCT', since: 15 },
      keys: 'DROP INDEX i; CREATE INDEX i ON t (n DESC)',
      include: 'DROP INDEX i; CREATE INDEX i ON t (n) INCLUDE (id)',
      where: 'DROP INDEX i; CREATE INDEX i ON t (n) WHERE n > 0',
      with: 'ALTER INDEX i SET (fillfactor = 70)',
      tablespace: elsewhere('i'),
      statistics: 'ALTER INDEX x ALTER COLUMN 1 SET STATISTICS 50',
      valid: `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass`,
      lacking: { setup: ON_ONLY, change: 'ALTER INDEX pi ATTACH PARTITION ci' },
      twin: { setup: `${ON_ONLY}; CREATE INDEX cj ON c (k)`, change: 'ALTER INDEX pi ATTACH PARTITION ci' },
    },
  },
  {
    kind: 'inheritance',
    setup: 'CREATE TABLE p (); CREATE TABLE q (); CREATE TABLE c () INHERITS (p, q)',
    edits: { behind: 'ALTER TABLE c NO INHERIT p; ALTER TABLE c INHERIT p' },
  },
  {
    kind: 'typed table',
    setup: 'CREATE TYPE p AS (a int, b int); CREATE TYPE q AS (a int, b int); CREATE TABLE t OF p',
    edits: {
      type: 'ALTER TABLE t OF q',
      columns: 'ALTER TYPE p RENAME ATTRIBUTE b TO c CASCADE',
    },
  },
  {
    kind: 'partition',
    setup:
      'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE q (k int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p FOR VALUES IN (1)',
    edits: {
      of: 'ALTER TABLE p DETACH PARTITION c; ALTER TABLE q ATTACH PARTITION c FOR VALUES IN (1)',
      bound: 'ALTER TABLE p DETACH PARTITION c; ALTER TABLE p ATTACH PARTITION c DEFAULT',
    },
  },
  {
    kind: 'index attachment',
    setup: `CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p DEFAULT; CREATE INDEX pi ON ONLY p (k); CREATE INDEX pj ON ONLY p (k);
      CREATE INDEX ci ON c (k); ALTER INDEX pi ATTACH PARTITION ci`,
    edits: { to: 'DROP INDEX pi; CREATE INDEX ci ON c (k); ALTER INDEX pj ATTACH PARTITION ci' },
  },
  {
    kind: 'replica identity',
    setup:
      'CREATE TABLE t (id int NOT NULL UNIQUE, n int NOT NULL UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX t_id_key',
    edits: { by: 'ALTER TABLE t REPLICA IDENTITY FULL', index: 'ALTER TABLE t REPLICA IDENTITY USING INDEX t_n_key' },
  },
  {
    kind: 'clustering',
    setup: 'CREATE TABLE t (id int UNIQUE, n int UNIQUE); ALTER TABLE t CLUSTER ON t_id_key',
    edits: { index: 'ALTER TABLE t CLUSTER ON t_n_key' },
  },
  {
    kind: 'statistics',
    setup: 'CREATE TABLE t (a int, b int, c int); CREATE STATISTICS st (ndistinct) ON a, b FROM t',
    edits: {
      on: 'CREATE TABLE v (a int, b int); DROP STATISTICS st; CREATE STATISTICS st (ndistinct) ON a, b FROM v',
      kinds: 'DROP STATISTICS st; CREATE STATISTICS st (mcv) ON a, b FROM t',
      columns: 'DROP STATISTICS st; CREATE STATISTICS st (ndistinct) ON a, c FROM t',
      target: 'ALTER STATISTICS st SET STATISTICS 50',
    },
  },
]
