import type { Regression } from './index.ts'

/** Pairs without INHERITS. */
export const others: readonly Regression[] = [
  {
    from: `CREATE TYPE en AS ENUM ('a', 'b'); CREATE TABLE t (c en)`,
    to: `CREATE TYPE en AS ENUM ('b'); CREATE TABLE t (c text[])`,
  },
  {
    from: '',
    to: 'CREATE TYPE span AS RANGE (SUBTYPE = int); ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX p_v ON p (v)',
    to: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX p_v ON ONLY p (v)',
  },
  { from: 'CREATE DOMAIN code AS int; CREATE DOMAIN deep AS code CHECK (VALUE <> 5)', to: 'CREATE DOMAIN deep AS int' },
  { from: 'CREATE SEQUENCE s START 100 MINVALUE 100', to: 'CREATE SEQUENCE s AS smallint MAXVALUE 99' },
  { from: 'CREATE SEQUENCE s MAXVALUE -1 INCREMENT -1', to: 'CREATE SEQUENCE s START 50 MAXVALUE 60' },
  {
    from: 'CREATE TYPE pair AS (y text, x int); CREATE TABLE t (x int, y text)',
    to: 'CREATE TYPE pair AS (y text, x int); CREATE TABLE t OF pair',
  },
  {
    from: 'CREATE TYPE pair AS (x int); CREATE TABLE t OF pair',
    to: 'CREATE TYPE pair AS (x int, y text); CREATE TABLE t OF pair',
  },
  {
    from: 'CREATE DOMAIN one AS int; CREATE DOMAIN two AS text',
    to: 'CREATE DOMAIN one AS int; CREATE DOMAIN two AS text; CREATE TYPE pair AS (x two, y one)',
  },
  {
    from: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f (a int, b text) SERVER s',
    to: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE TYPE pair AS (y text, x int); CREATE FOREIGN TABLE f (a boolean, b pair) SERVER s',
  },
  {
    from: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE t (); CREATE TRIGGER tr AFTER DELETE ON t EXECUTE FUNCTION touch('a'); ALTER TABLE t ENABLE ALWAYS TRIGGER tr`,
    to: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE t (); CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE t ENABLE ALWAYS TRIGGER tr`,
  },
  {
    from: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TRIGGER tr AFTER DELETE ON p FOR EACH ROW EXECUTE FUNCTION touch('a'); ALTER TABLE p1 DISABLE TRIGGER tr`,
    to: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION touch('a'); ALTER TABLE p1 DISABLE TRIGGER tr`,
  },
  {
    from: `CREATE TABLE t (a int, b text, c varchar(9)); ALTER TABLE t ALTER b SET STORAGE EXTERNAL; CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9; CREATE STATISTICS st ON a, b FROM t; ALTER STATISTICS st SET STATISTICS 9; CREATE STATISTICS si ON a, (c IN ('a', 'b')) FROM t`,
    to: `CREATE TABLE t (a smallint, b text COLLATE "C", c varchar(19)); ALTER TABLE t ALTER b SET STORAGE EXTERNAL; CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 9; CREATE STATISTICS st ON a, b FROM t; ALTER STATISTICS st SET STATISTICS 9; CREATE STATISTICS si ON a, (c IN ('a', 'b')) FROM t`,
  },
  {
    from: 'CREATE TABLE t (n smallint DEFAULT 3, g bigint GENERATED ALWAYS AS (n * 2) STORED)',
    to: 'CREATE TABLE t (g int); ALTER TABLE t ENABLE ROW LEVEL SECURITY',
  },
  {
    from: 'CREATE TABLE p (k int, w int GENERATED ALWAYS AS (length(v)) STORED, v text) PARTITION BY LIST (k); CREATE TABLE p0 PARTITION OF p DEFAULT',
    to: `CREATE TABLE p (k int, w text NOT NULL DEFAULT 'w', v text) PARTITION BY LIST (k); CREATE TABLE p0 PARTITION OF p DEFAULT`,
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY RANGE (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
    to: 'CREATE TABLE q (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF q DEFAULT',
  },
  {
    from: 'CREATE TABLE t (n int); ALTER TABLE t OWNER TO writer; GRANT UPDATE (n) ON t TO writer',
    to: 'CREATE TABLE t (n int); GRANT UPDATE (n) ON t TO writer',
  },
  {
    from: 'CREATE TYPE span AS RANGE (SUBTYPE = int)',
    to: 'CREATE TYPE span AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = spans)',
  },
  {
    from: 'CREATE SEQUENCE s; CREATE TABLE t (n bigint); ALTER SEQUENCE s OWNED BY t.n',
    to: 'CREATE SEQUENCE s; CREATE UNLOGGED TABLE t (n bigint)',
  },
  {
    from: 'CREATE SEQUENCE s; CREATE TABLE t (n bigint); ALTER SEQUENCE s OWNED BY t.n',
    to: 'CREATE SEQUENCE s; CREATE UNLOGGED TABLE t (n bigint); ALTER SEQUENCE s OWNED BY t.n',
  },
  {
    from: `CREATE TYPE en AS ENUM ('a', 'b'); CREATE TABLE t (k en, ks en[])`,
    to: `CREATE TYPE en AS ENUM ('b'); CREATE TABLE t (k en[] DEFAULT '{b}', ks en)`,
  },
  {
    from: 'CREATE TABLE p1 (k int, v text); CREATE INDEX p1_v ON p1 (v)',
    to: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX p_v ON p (v); CREATE INDEX p1_v ON p1 (v)',
  },
  {
    from: 'CREATE TABLE t (n int)',
    to: 'CREATE TABLE t (id int, n int); CREATE PUBLICATION pub FOR TABLE t (id, n)',
    since: 15,
  },
  {
    from: 'CREATE VIEW v AS SELECT 1 AS id, 2 AS n; CREATE VIEW w AS SELECT n AS id FROM v',
    to: `CREATE VIEW v AS SELECT 1 AS id, 'x' AS n; CREATE VIEW w AS SELECT id, v AS n FROM v`,
  },
  {
    from: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION touch()`,
    to: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TRIGGER tr BEFORE INSERT ON p EXECUTE FUNCTION touch(); ALTER TABLE p DISABLE TRIGGER tr`,
  },
  {
    from: 'CREATE TABLE t (a int, z int)',
    to: 'CREATE TABLE t (z int, m int, a int); CREATE STATISTICS st ON z, a, m, (a + 1) FROM t',
  },
  {
    from: 'CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE p (k int REFERENCES t) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)',
    to: 'CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE p (k int REFERENCES t) PARTITION BY LIST (k); CREATE TABLE p1 (k int)',
  },
  {
    from: 'CREATE TABLE p (k int, d date, v text) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY HASH (d); CREATE INDEX p_v ON ONLY p (v)',
    to: '',
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p2 (k int, v text) PARTITION BY LIST (v); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
    to: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY LIST (v); CREATE TABLE p21 PARTITION OF p2 DEFAULT; CREATE INDEX p_v ON p (v)',
  },
  {
    from: `CREATE FUNCTION add(a int) RETURNS int LANGUAGE sql AS 'SELECT a'; CREATE DOMAIN code AS bigint DEFAULT add(1)`,
    to: `CREATE FUNCTION add(x int) RETURNS int LANGUAGE sql AS 'SELECT x'; CREATE DOMAIN code AS bigint DEFAULT add(1)`,
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX p_v ON p (v); CREATE INDEX p1_v ON p1 (v)',
    to: 'CREATE TABLE p (k int, v text, w int) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text); CREATE INDEX p1_v ON p1 (v); ALTER TABLE p ADD CONSTRAINT high CHECK (k < 1000)',
  },
  {
    from: 'CREATE DOMAIN code AS bigint; CREATE DOMAIN deep AS code NOT NULL',
    to: 'CREATE DOMAIN code AS int; CREATE DOMAIN deep AS code NOT NULL',
  },
  {
    from: 'CREATE TABLE u (id int, n smallint, PRIMARY KEY (id) INCLUDE (n)); CREATE TABLE t (u int REFERENCES u)',
    to: 'CREATE TABLE u (id int, n int, PRIMARY KEY (id) INCLUDE (n)); CREATE TABLE t (u int REFERENCES u)',
  },
  {
    from: 'CREATE TABLE t (s text)',
    to: `CREATE TABLE t (s text); CREATE VIEW v AS SELECT s FROM t WHERE s IN (SELECT 'x')`,
  },
  { from: '', to: 'CREATE EXTENSION tablefunc' },
  {
    from: 'CREATE TABLE p (a int, k int) PARTITION BY RANGE ((k + 1))',
    to: 'CREATE TABLE p (a int, k bigint) PARTITION BY RANGE ((k + 1))',
  },
  {
    from: 'CREATE TABLE t (a timestamp(3) DEFAULT NULL)',
    to: 'CREATE TABLE t (a timestamp(3), b timestamp(3) DEFAULT NULL)',
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX p_v ON p (v); CREATE INDEX p1_v ON p1 (v)',
    to: 'CREATE TABLE p1 (k int, v text NOT NULL); CREATE INDEX p1_v ON p1 (v)',
  },
  {
    from: 'CREATE TABLE t (n smallint)',
    to: 'CREATE SEQUENCE s AS smallint; CREATE UNLOGGED TABLE t (n smallint); ALTER SEQUENCE s OWNED BY t.n',
  },
  {
    from: 'CREATE TABLE t (id int); GRANT SELECT ON t TO reader; GRANT SELECT (id) ON t TO reader',
    to: 'CREATE TABLE t (id int); GRANT SELECT (id) ON t TO reader',
  },
  {
    from: 'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p0 PARTITION OF p DEFAULT',
    to: 'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p0 PARTITION OF p DEFAULT; ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (k); CREATE TABLE u (n int CONSTRAINT u_to_p REFERENCES p)',
  },
  {
    from: 'CREATE DOMAIN code AS bigint; CREATE TABLE t (n code)',
    to: 'CREATE DOMAIN code AS int; CREATE DOMAIN deep AS code; CREATE TABLE t (n deep)',
  },
  {
    from: 'CREATE TABLE p (v text NOT NULL); CREATE TABLE p2 (v text CONSTRAINT p_v_not_null NOT NULL)',
    to: 'CREATE TABLE p (v text)',
    since: 18,
  },
  {
    from: `CREATE TYPE en AS ENUM ('b'); CREATE TABLE p (k int, w en DEFAULT 'b') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
    to: `CREATE TYPE en AS ENUM ('a', 'b'); CREATE TABLE p (k int, w en DEFAULT 'b') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2)`,
  },
  {
    from: `CREATE TYPE en AS ENUM ('b'); CREATE TABLE p (k int, w en) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY LIST (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT`,
    to: `CREATE TYPE en AS ENUM ('a', 'b'); CREATE TABLE p (k int, w en) PARTITION BY HASH (k); CREATE TABLE p21 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
  },
  {
    from: 'CREATE TABLE t (s text); ALTER TABLE t OWNER TO reader',
    to: `CREATE FUNCTION fine(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; CREATE TABLE t (s text); CREATE INDEX i ON t (s) WHERE fine(s); ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER TABLE t OWNER TO writer`,
  },
  {
    from: `CREATE FUNCTION fine(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; REVOKE EXECUTE ON FUNCTION fine FROM PUBLIC; CREATE TABLE t (s text, n int); ALTER TABLE t OWNER TO writer; GRANT SELECT ON t TO reader`,
    to: `CREATE FUNCTION fine(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'; REVOKE EXECUTE ON FUNCTION fine FROM PUBLIC; CREATE TABLE t (s text, n int); CREATE INDEX i ON t (s) WHERE fine(s); ALTER TABLE t OWNER TO writer; GRANT SELECT ON t TO reader`,
  },
  {
    from: `CREATE FUNCTION fine(t text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN true; END'; REVOKE EXECUTE ON FUNCTION fine FROM PUBLIC; CREATE TABLE t (s text, n int); CREATE INDEX i ON t (s) WHERE fine(s); ALTER TABLE t OWNER TO writer`,
    to: `CREATE FUNCTION fine(t text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN true; END'; REVOKE EXECUTE ON FUNCTION fine FROM PUBLIC; CREATE TABLE t (s text, n bigint); CREATE INDEX i ON t (s) WHERE fine(s); ALTER TABLE t OWNER TO writer`,
  },
  {
    from: 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; ALTER VIEW v OWNER TO writer; CREATE VIEW w AS SELECT n FROM v',
    to: 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; CREATE VIEW w AS SELECT n FROM v; CREATE MATERIALIZED VIEW m AS SELECT n FROM w; ALTER VIEW v OWNER TO writer',
  },
  {
    from: 'CREATE TABLE t (n int); CREATE MATERIALIZED VIEW m AS SELECT n FROM t; ALTER MATERIALIZED VIEW m OWNER TO writer',
    to: 'CREATE TABLE t (n int); CREATE MATERIALIZED VIEW m AS SELECT n FROM t WITH NO DATA; ALTER MATERIALIZED VIEW m OWNER TO writer',
  },
  {
    from: 'CREATE SEQUENCE s; ALTER SEQUENCE s OWNER TO reader; CREATE TABLE t (n int); ALTER TABLE t OWNER TO writer',
    to: 'CREATE SEQUENCE s; CREATE TABLE t (n int); ALTER SEQUENCE s OWNED BY t.n; ALTER TABLE t OWNER TO writer',
  },
  {
    from: 'CREATE TABLE p (k int NOT NULL) PARTITION BY RANGE ((k + 1)); CREATE TABLE p1 (k int NOT NULL)',
    to: 'CREATE TABLE p (k int NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
    since: 18,
  },
  {
    from: 'CREATE TABLE p (k int NOT NULL) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY RANGE (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
    to: 'CREATE TABLE p2 (k int NOT NULL) PARTITION BY RANGE (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
    since: 18,
  },
  {
    from: 'CREATE TABLE t (id bigint, n int); CREATE UNIQUE INDEX i ON t (id, (n * 2)); ALTER TABLE t CLUSTER ON i',
    to: 'CREATE TABLE t (id int CONSTRAINT pk PRIMARY KEY DEFERRABLE); CREATE INDEX i ON t USING brin (id); ALTER TABLE t CLUSTER ON pk',
  },
  {
    from: 'CREATE TABLE t (id bigint NOT NULL CONSTRAINT k UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX k',
    to: 'CREATE TABLE t (id text NOT NULL CONSTRAINT k2 UNIQUE); ALTER TABLE t REPLICA IDENTITY USING INDEX k2',
  },
  {
    from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX p_v ON ONLY p (v)',
    to: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (2); CREATE INDEX p_v ON ONLY p (v)',
  },
  {
    from: 'CREATE TABLE p (k int NOT NULL) PARTITION BY LIST (k); CREATE TABLE p21 PARTITION OF p DEFAULT',
    to: 'CREATE TABLE p (k int NOT NULL) PARTITION BY HASH (k); CREATE TABLE p2 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY RANGE (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
    since: 18,
  },
  {
    from: 'CREATE DOMAIN deep AS int; CREATE TABLE t (id int, n deep); CREATE VIEW v AS SELECT id, n FROM t; CREATE VIEW w AS SELECT id, v AS n FROM v',
    to: 'CREATE DOMAIN deep AS bigint; CREATE TABLE t (id int, n deep); CREATE VIEW v AS SELECT id, n FROM t; CREATE VIEW w AS SELECT n::int AS id FROM v',
  },
  {
    from: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX p_v ON p (v); CREATE INDEX p1_v ON p1 (v)',
    to: 'CREATE TABLE p1 (k int, v text); CREATE INDEX p1_v ON p1 (v)',
  },
  {
    from: 'CREATE TABLE p (k int, v text NOT NULL, w int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX i ON p (w)',
    to: 'CREATE TABLE p (k int, v text NOT NULL, w bigint) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text NOT NULL, w bigint); ALTER TABLE p ATTACH PARTITION p1 DEFAULT; CREATE INDEX i ON p (w)',
  },
  {
    from: 'CREATE TABLE p (k int, g int GENERATED ALWAYS AS (k * 2) STORED) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY LIST (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
    to: 'CREATE TABLE p (k int, g bigint NOT NULL DEFAULT 4) PARTITION BY LIST (k); CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY LIST (k); CREATE TABLE p21 PARTITION OF p2 DEFAULT',
  },
  {
    from: `CREATE SEQUENCE s AS integer INCREMENT -1; CREATE TABLE t (id int NOT NULL DEFAULT nextval('s')); ALTER SEQUENCE s OWNED BY t.id`,
    to: 'CREATE TABLE t (id int NOT NULL GENERATED BY DEFAULT AS IDENTITY)',
  },
]
