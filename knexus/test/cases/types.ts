import type { Group } from './case.ts'

export const enums: Group = {
  name: 'enums',
  cases: [
    { name: 'one', from: '', to: `CREATE TYPE e AS ENUM ('a', 'b')` },
    { name: 'none in it', from: '', to: 'CREATE TYPE e AS ENUM ()' },
    {
      name: 'a value at the end',
      from: `CREATE TYPE e AS ENUM ('a', 'b')`,
      to: `CREATE TYPE e AS ENUM ('a', 'b', 'c')`,
    },
    {
      name: 'values in between',
      from: `CREATE TYPE e AS ENUM ('b', 'd')`,
      to: `CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd', 'e')`,
    },
    {
      name: 'a value, under a column',
      from: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (e e NOT NULL DEFAULT 'a')`,
      to: `CREATE TYPE e AS ENUM ('a', 'm', 'b'); CREATE TABLE t (e e NOT NULL DEFAULT 'a')`,
      rows: `INSERT INTO t VALUES ('b')`,
    },
    {
      name: 'values less in two with names of 63 bytes, beside one that has the name meant for a while',
      from: `CREATE TYPE "${'é'.repeat(31)}a" AS ENUM ('a', 'b'); CREATE TYPE "${'é'.repeat(31)}b" AS ENUM ('a', 'b'); CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE e__old AS ENUM ('x');
        CREATE TABLE t (a "${'é'.repeat(31)}a", b "${'é'.repeat(31)}b", c e, d e__old)`,
      to: `CREATE TYPE "${'é'.repeat(31)}a" AS ENUM ('a'); CREATE TYPE "${'é'.repeat(31)}b" AS ENUM ('a'); CREATE TYPE e AS ENUM ('a'); CREATE TYPE e__old AS ENUM ('x');
        CREATE TABLE t (a "${'é'.repeat(31)}a", b "${'é'.repeat(31)}b", c e, d e__old)`,
      rows: `INSERT INTO t VALUES ('a', 'a', 'a', 'x')`,
    },
    {
      name: 'a value less that a partial index, a check, a default, a view and a domain mention',
      from: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE DOMAIN d AS e CHECK (VALUE <> 'b'); CREATE TABLE t (e e DEFAULT 'b' CHECK (e <> 'b' OR n > 0), n int, l e[] DEFAULT '{b}', d d);
        CREATE INDEX i ON t (n) WHERE e = 'b'; CREATE VIEW v AS SELECT n FROM t WHERE e = 'b'`,
      to: `CREATE TYPE e AS ENUM ('a', 'c'); CREATE DOMAIN d AS e; CREATE TABLE t (e e, n int, l e[], d d); CREATE INDEX i ON t (n) WHERE e = 'a'; CREATE VIEW v AS SELECT n FROM t WHERE e = 'a'`,
      rows: `INSERT INTO t VALUES ('a', 1, '{c}', 'a')`,
    },
    {
      name: 'a value that is used at once',
      from: `CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (id int)`,
      to: `CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (id int, s s NOT NULL DEFAULT 'b')`,
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a value that a check and an index use at once',
      from: `CREATE TYPE s AS ENUM ('a'); CREATE TABLE t (s s)`,
      to: `CREATE TYPE s AS ENUM ('a', 'b'); CREATE TABLE t (s s CHECK (s <> 'b')); CREATE INDEX i ON t (s) WHERE s = 'b'`,
    },
    {
      name: 'another order',
      from: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (e e)`,
      to: `CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (e e)`,
      rows: `INSERT INTO t VALUES ('a'), ('b')`,
    },
    {
      name: 'other values, under a column with a default and an index',
      from: `CREATE TYPE e AS ENUM ('a', 'b', 'old'); CREATE TABLE t (e e DEFAULT 'b'); CREATE INDEX i ON t (e) WHERE e = 'a'`,
      to: `CREATE TYPE e AS ENUM ('a', 'b', 'new'); CREATE TABLE t (e e DEFAULT 'b'); CREATE INDEX i ON t (e) WHERE e = 'a'`,
      rows: `INSERT INTO t VALUES ('a')`,
    },
    {
      name: 'a column moves to another enum',
      from: `CREATE TYPE x AS ENUM ('a', 'b'); CREATE TABLE t (e x DEFAULT 'a')`,
      to: `CREATE TYPE y AS ENUM ('a', 'b', 'c'); CREATE TABLE t (e y DEFAULT 'a')`,
      rows: `INSERT INTO t VALUES ('b')`,
    },
    {
      name: 'an array of it, and a view and a function over it',
      from: `CREATE TYPE e AS ENUM ('a', 'z'); CREATE TABLE t (e e[] DEFAULT '{a}'); CREATE VIEW v AS SELECT e FROM t WHERE 'a' = ANY (e); CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS $$ SELECT $1 $$`,
      to: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (e e[] DEFAULT '{a}'); CREATE VIEW v AS SELECT e FROM t WHERE 'a' = ANY (e); CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS $$ SELECT $1 $$`,
      rows: `INSERT INTO t DEFAULT VALUES`,
    },
    {
      name: 'text becomes an enum',
      from: `CREATE TABLE t (s text NOT NULL DEFAULT 'a')`,
      to: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (s e NOT NULL DEFAULT 'a')`,
      rows: `INSERT INTO t VALUES ('b')`,
    },
    {
      name: 'odd values',
      from: `CREATE TYPE e AS ENUM ('it''s', '?')`,
      to: `CREATE TYPE e AS ENUM ('it''s', '\${x}', '?', '$1', 'a\\b', '"q"', '')`,
    },
  ],
}

export const composites: Group = {
  name: 'composites',
  cases: [
    { name: 'one', from: '', to: 'CREATE TYPE c AS (a int, "B" text COLLATE "C", d numeric(4,2)[])' },
    { name: 'an empty one', from: '', to: 'CREATE TYPE c AS ()' },
    { name: 'one attribute more', from: 'CREATE TYPE c AS (a int)', to: 'CREATE TYPE c AS (a int, b text)' },
    { name: 'an attribute of another type', from: 'CREATE TYPE c AS (a int)', to: 'CREATE TYPE c AS (a text)' },
    {
      name: 'an attribute goes, under a column',
      from: 'CREATE TYPE c AS (a int, b text); CREATE TABLE t (id int, c c)',
      to: 'CREATE TYPE c AS (a int); CREATE TABLE t (id int, c c)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a comment on an attribute',
      from: 'CREATE TYPE c AS (a int)',
      to: `CREATE TYPE c AS (a int); COMMENT ON TYPE c IS 'c'; COMMENT ON COLUMN c.a IS 'a'`,
    },
    {
      name: 'inside another, and in a function',
      from: '',
      to: 'CREATE TYPE c AS (a int); CREATE TYPE d AS (c c, cs c[]); CREATE FUNCTION f(c) RETURNS SETOF d LANGUAGE sql AS $$ SELECT NULL::public.d $$',
    },
  ],
}

export const domains: Group = {
  name: 'domains',
  cases: [
    {
      name: 'one',
      from: '',
      to: `CREATE DOMAIN d AS text COLLATE "C" NOT NULL DEFAULT 'x' CHECK (VALUE <> '') CONSTRAINT short CHECK (length(VALUE) < 10)`,
    },
    { name: 'another default', from: `CREATE DOMAIN d AS int DEFAULT 1`, to: `CREATE DOMAIN d AS int DEFAULT 2` },
    {
      name: 'not null',
      from: 'CREATE DOMAIN d AS int; CREATE TABLE t (d d)',
      to: 'CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (d d)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'another check',
      from: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0)',
      to: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 1)',
    },
    {
      name: 'a check, not valid',
      from: 'CREATE DOMAIN d AS int',
      to: 'CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 1) NOT VALID',
    },
    {
      name: 'another base type, under a column',
      from: 'CREATE DOMAIN d AS int; CREATE TABLE t (d d)',
      to: 'CREATE DOMAIN d AS bigint; CREATE TABLE t (d d)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a comment on its check',
      from: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0)',
      to: `CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); COMMENT ON CONSTRAINT c ON DOMAIN d IS 'c'; COMMENT ON DOMAIN d IS 'd'`,
    },
    {
      name: 'over a domain, and an array',
      from: '',
      to: 'CREATE DOMAIN d AS int; CREATE DOMAIN dd AS d CHECK (VALUE > 0); CREATE DOMAIN a AS text[]; CREATE TABLE t (x dd, y a, z d[])',
    },
    {
      name: 'a check, under a column of an array of it',
      from: 'CREATE DOMAIN d AS int; CREATE TABLE t (a d[])',
      to: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); CREATE TABLE t (a d[])',
      rows: `INSERT INTO t VALUES ('{1,2}')`,
    },
    {
      name: 'checks and NOT NULL, under a column of a composite type',
      rows: `INSERT INTO t VALUES ('(7,b)')`,
      from: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); CREATE DOMAIN e AS d; CREATE TYPE p AS (x e, y text); CREATE TABLE t (p p)',
      to: 'CREATE DOMAIN d AS int NOT NULL CONSTRAINT c CHECK (VALUE > 1) CONSTRAINT more CHECK (VALUE < 100); CREATE DOMAIN e AS d CHECK (VALUE <> 5); CREATE TYPE p AS (x e, y text); CREATE TABLE t (p p)',
    },
    {
      name: 'a check that is looked at, under a column of a composite type',
      rows: `INSERT INTO t VALUES ('(7)')`,
      from: 'CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID; CREATE TYPE p AS (x d); CREATE TABLE t (p p)',
      to: 'CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0); CREATE TYPE p AS (x d); CREATE TABLE t (p p)',
    },
    {
      name: 'a check, while the column of a composite type goes',
      from: 'CREATE DOMAIN d AS int; CREATE TYPE p AS (x d); CREATE TABLE t (p p, q int)',
      to: 'CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TYPE p AS (x d); CREATE TABLE t (q int)',
    },
    {
      name: 'a check, while a column of a composite type comes',
      from: 'CREATE DOMAIN d AS int NOT NULL; CREATE TYPE p AS (x d); CREATE TABLE t (q int)',
      to: 'CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TYPE p AS (x d); CREATE TABLE t (q int, p p)',
    },
    {
      name: 'a column moves into a domain',
      from: 'CREATE TABLE t (x int)',
      to: 'CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t (x d)',
      rows: 'INSERT INTO t VALUES (1)',
    },
  ],
}

export const ranges: Group = {
  name: 'ranges',
  cases: [
    { name: 'one', from: '', to: 'CREATE TYPE r AS RANGE (subtype = float8, subtype_diff = float8mi)' },
    {
      name: 'with a name for its multirange and a collation',
      from: '',
      to: 'CREATE TYPE r AS RANGE (subtype = text, collation = "C", multirange_type_name = many_r)',
    },
    {
      name: 'another subtype, under a column',
      from: 'CREATE TYPE r AS RANGE (subtype = int4); CREATE TABLE t (r r)',
      to: 'CREATE TYPE r AS RANGE (subtype = int8); CREATE TABLE t (r r)',
    },
    {
      name: 'with a function of ours',
      from: '',
      to: 'CREATE FUNCTION d(time, time) RETURNS float8 IMMUTABLE LANGUAGE sql AS $$ SELECT extract(epoch FROM $1 - $2) $$; CREATE TYPE r AS RANGE (subtype = time, subtype_diff = d)',
    },
  ],
}

export const collations: Group = {
  name: 'collations',
  cases: [
    { name: 'one of libc', from: '', to: `CREATE COLLATION c (locale = 'C')` },
    {
      name: 'one of ICU, not deterministic',
      from: '',
      to: `CREATE COLLATION c (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
      notOnPglite: 'its ICU knows no locales',
    },
    {
      name: 'another locale, under a column',
      from: `CREATE COLLATION c (locale = 'C'); CREATE TABLE t (s text COLLATE c)`,
      to: `CREATE COLLATION c (locale = 'POSIX'); CREATE TABLE t (s text COLLATE c)`,
      rows: `INSERT INTO t VALUES ('x')`,
    },
  ],
}

export const sequences: Group = {
  name: 'sequences',
  cases: [
    { name: 'one', from: '', to: 'CREATE SEQUENCE s' },
    {
      name: 'every option',
      from: 'CREATE SEQUENCE s',
      to: 'CREATE SEQUENCE s AS smallint INCREMENT -2 MINVALUE -100 MAXVALUE 50 START 20 CACHE 5 CYCLE',
    },
    {
      name: 'another type',
      from: 'CREATE SEQUENCE s AS integer',
      to: 'CREATE SEQUENCE s AS bigint MAXVALUE 5000000000',
    },
    {
      name: 'owned by a column',
      both: 'CREATE TABLE t (id int)',
      from: 'CREATE SEQUENCE s',
      to: 'CREATE SEQUENCE s OWNED BY t.id',
    },
    {
      name: 'owned, and a default that uses it',
      from: 'CREATE TABLE t (id int)',
      to: `CREATE TABLE t (id int); CREATE SEQUENCE s OWNED BY t.id; ALTER TABLE t ALTER id SET DEFAULT nextval('s')`,
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'free, and a default that uses it',
      from: '',
      to: `CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s'))`,
    },
    {
      name: 'it changes its owner',
      both: 'CREATE TABLE a (id int); CREATE TABLE b (id int)',
      from: 'CREATE SEQUENCE s OWNED BY a.id',
      to: 'CREATE SEQUENCE s OWNED BY b.id',
    },
    {
      name: 'its table goes, and it stays',
      from: 'CREATE TABLE a (id int); CREATE SEQUENCE s OWNED BY a.id',
      to: 'CREATE SEQUENCE s',
    },
    { name: 'unlogged', since: 15, from: 'CREATE SEQUENCE s', to: 'CREATE UNLOGGED SEQUENCE s' },
    {
      name: 'the column of a serial becomes bigger',
      from: 'CREATE TABLE t (id serial PRIMARY KEY)',
      to: 'CREATE TABLE t (id bigserial PRIMARY KEY)',
      rows: 'INSERT INTO t DEFAULT VALUES',
    },
  ],
}
