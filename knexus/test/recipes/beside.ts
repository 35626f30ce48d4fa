const LABELLED = `CREATE TABLE t (id int PRIMARY KEY, c e NOT NULL DEFAULT 'ok' CONSTRAINT k CHECK (c >= 'ok' OR c <= 'sad'), l e[], CONSTRAINT u UNIQUE (id, c));
  CREATE INDEX i ON t (c DESC); CREATE VIEW v AS SELECT id, c FROM t WHERE c <> 'sad'; COMMENT ON COLUMN t.c IS 'mood'; COMMENT ON VIEW v IS 'those'; COMMENT ON TYPE e IS 'moods'`

/** Changes that write a table again where they are made in place: SQL before and after, of tables that are in use. */
export const BESIDE: Readonly<
  Record<
    string,
    {
      readonly both?: string
      readonly from: string
      readonly to: string
      /** What is there before, and what is written when the first file has run. */
      readonly rows: string
      readonly written: string
      /** What labels that go become: `e.sad=fine`. None when absent. */
      readonly maps?: readonly string[]
      /** What existing rows get in new columns: `t.a='none'`. None when absent. */
      readonly fill?: readonly string[]
      /** Rules of lint and verify that rightly speak of its files. None when absent. */
      readonly finds?: readonly string[]
      /** The columns whose values nobody can foretell: all are there, and no two alike. None when absent. */
      readonly random?: readonly string[]
      /** The numbers of which no two rows may have the same. None when absent. */
      readonly unique?: readonly string[]
    }
  >
> = {
  'a narrower varchar, with its indexes, its default and its comment': {
    from: `CREATE TABLE t (id int PRIMARY KEY, c varchar(20) NOT NULL DEFAULT 'none', CONSTRAINT u UNIQUE (id, c)); CREATE INDEX i ON t (c DESC); COMMENT ON COLUMN t.c IS 'code'`,
    to: `CREATE TABLE t (id int PRIMARY KEY, c varchar(10) NOT NULL DEFAULT 'none', CONSTRAINT u UNIQUE (id, c)); CREATE INDEX i ON t (c DESC); COMMENT ON COLUMN t.c IS 'code'`,
    rows: `INSERT INTO t SELECT n, 'code ' || n FROM generate_series(1, 500) n`,
    written: `INSERT INTO t (id) VALUES (501); UPDATE t SET c = 'other' WHERE id = 7; DELETE FROM t WHERE id = 8`,
  },
  'a text that gets a limit': {
    from: `CREATE TABLE t (id int PRIMARY KEY, c text)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, c varchar(10))`,
    rows: `INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN 'code ' || n END FROM generate_series(1, 500) n`,
    written: `INSERT INTO t (id) VALUES (501); UPDATE t SET c = NULL WHERE id = 7`,
  },
  'a number with fewer places': {
    from: `CREATE TABLE t (id int PRIMARY KEY, c numeric(10,4), CONSTRAINT positive CHECK (c > 0))`,
    to: `CREATE TABLE t (id int PRIMARY KEY, c numeric(8,2), CONSTRAINT positive CHECK (c > 0))`,
    rows: `INSERT INTO t SELECT n, n + 0.1255 FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 2.675); UPDATE t SET c = 9.999 WHERE id = 7`,
  },
  'a column with the name of a variable': {
    from: `CREATE TABLE t (id int PRIMARY KEY, page int, pages int)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, page bigint, pages bigint)`,
    rows: `INSERT INTO t SELECT n, n, n + 1 FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 1, 1); UPDATE t SET page = NULL WHERE id = 7`,
  },
  'a smaller integer': {
    from: `CREATE TABLE t (id int PRIMARY KEY, c bigint)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, c integer)`,
    rows: `INSERT INTO t SELECT n, n FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 2000000000)`,
  },
  'a json that becomes a jsonb': {
    from: `CREATE TABLE t (id int PRIMARY KEY, c json)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, c jsonb)`,
    rows: `INSERT INTO t SELECT n, json_build_object('n', n) FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, '[1, 2]'), (502, 'null')`,
  },
  'a key and what refers to it': {
    from: `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, c int NOT NULL CONSTRAINT f REFERENCES p); CREATE INDEX i ON t (c)`,
    to: `CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, c bigint NOT NULL CONSTRAINT f REFERENCES p); CREATE INDEX i ON t (c)`,
    rows: `INSERT INTO p SELECT generate_series(1, 500); INSERT INTO t SELECT n, n FROM generate_series(1, 500) n`,
    written: `INSERT INTO p VALUES (501); INSERT INTO t VALUES (501, 501); UPDATE t SET c = 3 WHERE id = 7`,
  },
  'labels in another order, with what uses them': {
    from: `CREATE TYPE e AS ENUM ('ok', 'sad'); ${LABELLED}`,
    to: `CREATE TYPE e AS ENUM ('sad', 'ok'); ${LABELLED}`,
    rows: `INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN 'sad'::e ELSE 'ok' END, CASE WHEN n % 2 > 0 THEN '{sad,ok}'::e[] END FROM generate_series(1, 500) n`,
    written: `INSERT INTO t (id) VALUES (501); UPDATE t SET c = 'sad', l = NULL WHERE id = 7; UPDATE t SET l = '{ok}' WHERE id = 8`,
  },
  'labels of which some go, and become others': {
    from: `CREATE TYPE e AS ENUM ('ok', 'sad', 'bad'); CREATE TABLE t (id int PRIMARY KEY, c e DEFAULT 'ok', l e[])`,
    to: `CREATE TYPE e AS ENUM ('fine', 'ok'); CREATE TABLE t (id int PRIMARY KEY, c e DEFAULT 'ok', l e[])`,
    maps: ['e.sad=fine', 'e.bad=ok'],
    finds: ['drop-enum-label', 'values-lost'],
    rows: `INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN 'sad'::e ELSE 'ok' END, CASE WHEN n % 2 > 0 THEN '{sad,ok}'::e[] END FROM generate_series(1, 500) n`,
    written: `INSERT INTO t (id) VALUES (501); UPDATE t SET id = id + 1000 WHERE id < 20; UPDATE t SET c = 'ok', l = NULL WHERE id = 25`,
  },
  'labels that indexes with conditions and expressions name': {
    from: `CREATE TYPE e AS ENUM ('ok', 'sad', 'bad'); CREATE TABLE t (id int PRIMARY KEY, e e, n int); CREATE INDEX i ON t (n) WHERE e = 'ok'; CREATE UNIQUE INDEX u ON t (n) WHERE e IN ('ok', 'sad'); CREATE INDEX o ON t (e) WHERE n > 2; CREATE INDEX x ON t ((e = 'sad'), n DESC); COMMENT ON INDEX i IS 'e'; CREATE INDEX gone ON t (e)`,
    to: `CREATE TYPE e AS ENUM ('sad', 'ok'); CREATE TABLE t (id int PRIMARY KEY, e e, n int); CREATE INDEX i ON t (n) WHERE e = 'ok'; CREATE UNIQUE INDEX u ON t (n) WHERE e IN ('ok', 'sad'); CREATE INDEX o ON t (e) WHERE n > 2; CREATE INDEX x ON t ((e = 'sad'), n DESC); COMMENT ON INDEX i IS 'e'; CREATE INDEX comes ON t (n DESC) WHERE e <> 'sad'`,
    maps: ['e.bad=ok'],
    finds: ['drop-enum-label', 'values-lost'],
    rows: `INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN 'sad'::e ELSE 'bad' END, n FROM generate_series(1, 500) n`,
    written: `INSERT INTO t (id) VALUES (501); UPDATE t SET e = 'ok' WHERE id = 7; UPDATE t SET e = NULL WHERE id = 8`,
    unique: ['n'],
  },
  'labels of which one goes, with the defaults, checks and NOT NULL that change with it': {
    from: `CREATE TYPE e AS ENUM ('ok', 'sad', 'bad'); CREATE TABLE t (id int PRIMARY KEY, c e DEFAULT 'bad', d e DEFAULT 'ok' CONSTRAINT k CHECK (d <> 'bad'), f e NOT NULL DEFAULT 'ok')`,
    to: `CREATE TYPE e AS ENUM ('ok', 'sad'); CREATE TABLE t (id int PRIMARY KEY, c e NOT NULL DEFAULT 'sad', d e, f e CONSTRAINT l CHECK (f >= 'ok'))`,
    maps: ['e.bad=sad'],
    finds: ['drop-enum-label', 'values-lost', 'values-lost'],
    rows: `INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN 'sad'::e ELSE 'bad' END FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 'sad', 'ok', 'ok'); UPDATE t SET d = 'sad' WHERE id = 7`,
  },
  'a wider number that indexes with conditions and expressions name': {
    from: `CREATE TABLE t (id int PRIMARY KEY, n int, "Big" bool); CREATE INDEX i ON t (id) WHERE n > 5 AND "Big"; CREATE UNIQUE INDEX u ON t ((n + 1), id DESC) INCLUDE ("Big"); CREATE INDEX o ON t (n) WHERE n IS NOT NULL`,
    to: `CREATE TABLE t (id int PRIMARY KEY, n bigint, "Big" bool); CREATE INDEX i ON t (id) WHERE n > 5 AND "Big"; CREATE UNIQUE INDEX u ON t ((n + 1), id DESC) INCLUDE ("Big"); CREATE INDEX o ON t (n) WHERE n IS NOT NULL`,
    rows: `INSERT INTO t SELECT n, n FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 2000000000); UPDATE t SET n = NULL WHERE id = 7`,
  },
  'a column with a default of which each row gets another value': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, k uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT u UNIQUE)`,
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501); UPDATE t SET id = 600 WHERE id = 7`,
    random: ['k'],
  },
  'a column that its own sequence fills': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, k bigserial); CREATE INDEX i ON t (k)`,
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501); UPDATE t SET id = 600 WHERE id = 7`,
    random: ['k'],
  },
  'a required column that is filled with a constant': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL)`,
    fill: [`t.a='none'`],
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501, 'own'); UPDATE t SET id = 600 WHERE id = 7; UPDATE t SET a = 'other' WHERE id = 8`,
  },
  'a required column that is filled from others, with what uses it': {
    from: `CREATE TABLE t (id int PRIMARY KEY, "found" int, "Name" text)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, "found" int, "Name" text, a int NOT NULL CONSTRAINT k CHECK (a IS NOT NULL), CONSTRAINT u UNIQUE (a)); CREATE INDEX i ON t (a DESC, id); COMMENT ON COLUMN t.a IS 'sum'`,
    fill: [`t.a=id + 0 * coalesce(found, char_length(t."Name"), 0)`],
    rows: `INSERT INTO t SELECT n, n, 'n' FROM generate_series(1, 500) n`,
    written: `INSERT INTO t VALUES (501, 1, 'n', 1400); UPDATE t SET "Name" = 'm' WHERE id = 7; UPDATE t SET a = 1450 WHERE id = 8`,
  },
  'a required column of an enum that the same migration makes': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TYPE e AS ENUM ('open', 'done'); CREATE TABLE t (id int PRIMARY KEY, a e NOT NULL)`,
    fill: [`t.a='open'`],
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501, 'done'); UPDATE t SET id = 600 WHERE id = 7`,
  },
  'a column with a constant default, which the rows that are there do not get': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT 0)`,
    fill: [`t.a=id * 2`],
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501); UPDATE t SET a = 7 WHERE id = 7`,
  },
  'a column that may stay empty, with such a default': {
    from: `CREATE TABLE t (id int PRIMARY KEY)`,
    to: `CREATE TABLE t (id int PRIMARY KEY, k timestamptz DEFAULT clock_timestamp())`,
    rows: `INSERT INTO t SELECT generate_series(1, 500)`,
    written: `INSERT INTO t VALUES (501); UPDATE t SET id = 600 WHERE id = 7`,
    random: ['k'],
  },
}
