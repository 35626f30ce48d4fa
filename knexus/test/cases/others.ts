import type { Group } from './case.ts'

export const namespaces: Group = {
  name: 'namespaces',
  cases: [
    { name: 'one with a table', from: '', to: 'CREATE SCHEMA s; CREATE TABLE s.t (id int)' },
    { name: 'an odd name', from: '', to: 'CREATE SCHEMA "Odd.name"; CREATE TABLE "Odd.name"."t.x" (id int)' },
    {
      name: 'objects that need each other across namespaces',
      from: '',
      to: "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TYPE b.e AS ENUM ('x'); CREATE TABLE a.t (id int PRIMARY KEY, e b.e); CREATE TABLE b.u (id int REFERENCES a.t); CREATE VIEW a.v AS SELECT u.id FROM b.u",
    },
    {
      name: 'public goes',
      from: '',
      to: 'DROP SCHEMA public',
      oneWay: 'a new public has another owner, comment and privileges than the one that came with the database',
      notOnPglite: 'its client looks for types in public',
    },
  ],
}

export const extensions: Group = {
  name: 'extensions',
  cases: [
    { name: 'one', from: '', to: 'CREATE EXTENSION citext' },
    {
      name: 'in a namespace of its own, with users',
      from: '',
      to: 'CREATE SCHEMA x; CREATE EXTENSION citext SCHEMA x; CREATE TABLE t (c x.citext UNIQUE)',
    },
    {
      name: 'an operator class from it',
      from: 'CREATE TABLE t (s text)',
      to: 'CREATE EXTENSION pg_trgm; CREATE TABLE t (s text); CREATE INDEX i ON t USING gin (s gin_trgm_ops)',
    },
    {
      name: 'another namespace',
      from: 'CREATE SCHEMA x; CREATE EXTENSION citext',
      to: 'CREATE SCHEMA x; CREATE EXTENSION citext SCHEMA x',
    },
    {
      name: 'one that cannot be moved, in another namespace',
      both: 'CREATE SCHEMA a; CREATE SCHEMA b',
      from: 'CREATE EXTENSION xml2 SCHEMA a',
      to: 'CREATE EXTENSION xml2 SCHEMA b',
    },
    { name: 'what it owns is not ours', both: 'CREATE EXTENSION hstore', from: '', to: 'CREATE TABLE t (h hstore)' },
    { name: 'a comment on it', both: 'CREATE EXTENSION citext', from: '', to: `COMMENT ON EXTENSION citext IS 'mine'` },
  ],
}

export const statistics: Group = {
  name: 'statistics',
  cases: [
    { name: 'one', both: 'CREATE TABLE t (a int, b int)', from: '', to: 'CREATE STATISTICS s ON a, b FROM t' },
    {
      name: 'other kinds and a target',
      both: 'CREATE TABLE t (a int, b int)',
      from: 'CREATE STATISTICS s (ndistinct) ON a, b FROM t',
      to: 'CREATE STATISTICS s (mcv, dependencies) ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 50',
    },
    {
      name: 'a target only',
      both: 'CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t',
      from: '',
      to: 'ALTER STATISTICS s SET STATISTICS 0',
    },
    {
      name: 'of expressions',
      both: 'CREATE TABLE t (a int, b text)',
      from: '',
      to: 'CREATE STATISTICS s ON (a % 10), lower(b), a FROM t; CREATE STATISTICS one ON (a * 2) FROM t',
    },
  ],
}

export const textSearch: Group = {
  name: 'text search',
  cases: [
    { name: 'a configuration', from: '', to: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)' },
    {
      name: 'other mappings',
      from: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)',
      to: 'CREATE TEXT SEARCH CONFIGURATION c (COPY = english); ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR url; ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR email WITH simple, english_stem',
    },
    {
      name: 'a dictionary, used by a configuration',
      from: '',
      to: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, language = 'english'); CREATE TEXT SEARCH CONFIGURATION c (PARSER = default); ALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR asciiword WITH d`,
    },
    {
      name: 'other options of a dictionary',
      from: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)`,
      to: `CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, accept = false); COMMENT ON TEXT SEARCH DICTIONARY d IS 'd'`,
    },
  ],
}

export const operators: Group = {
  name: 'operators and casts',
  cases: [
    {
      name: 'an operator',
      from: '',
      to: 'CREATE FUNCTION eq(point, point) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1[0] = $2[0] $$; CREATE OPERATOR === (FUNCTION = eq, LEFTARG = point, RIGHTARG = point, COMMUTATOR = ===)',
    },
    {
      name: 'a pair that negate each other',
      from: '',
      to: 'CREATE FUNCTION lt(point, point) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1[0] < $2[0] $$; CREATE FUNCTION ge(point, point) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1[0] >= $2[0] $$; CREATE OPERATOR <<< (FUNCTION = lt, LEFTARG = point, RIGHTARG = point, NEGATOR = >>>=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel); CREATE OPERATOR >>>= (FUNCTION = ge, LEFTARG = point, RIGHTARG = point, NEGATOR = <<<)',
    },
    {
      name: 'a prefix operator in a check',
      from: '',
      to: 'CREATE FUNCTION half(int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 / 2 $$; CREATE OPERATOR @@@ (FUNCTION = half, RIGHTARG = int); CREATE TABLE t (n int CHECK ((@@@ n) > 1))',
    },
    {
      name: 'casts',
      from: '',
      to: "CREATE TYPE e AS ENUM ('a'); CREATE TYPE g AS ENUM ('a'); CREATE FUNCTION c(e) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT 1 $$; CREATE CAST (e AS int) WITH FUNCTION c(e) AS ASSIGNMENT; CREATE CAST (e AS g) WITH INOUT AS IMPLICIT; COMMENT ON CAST (e AS g) IS 'c'",
    },
    {
      name: 'a cast in another context',
      both: `CREATE TYPE e AS ENUM ('a'); CREATE TYPE g AS ENUM ('a')`,
      from: 'CREATE CAST (e AS g) WITH INOUT',
      to: 'CREATE CAST (e AS g) WITH INOUT AS ASSIGNMENT',
    },
    {
      name: 'an operator class and family',
      from: '',
      to: 'CREATE FUNCTION cmp(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT btint4cmp($2, $1) $$; CREATE OPERATOR CLASS down FOR TYPE int USING btree AS OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp(int, int); CREATE TABLE t (n int); CREATE INDEX i ON t (n down)',
    },
  ],
}

export const publications: Group = {
  name: 'publications',
  cases: [
    {
      name: 'of tables',
      both: 'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int PRIMARY KEY)',
      from: '',
      to: 'CREATE PUBLICATION p FOR TABLE a, b',
    },
    {
      name: 'of other tables, with other options',
      both: 'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int PRIMARY KEY)',
      from: 'CREATE PUBLICATION p FOR TABLE a',
      to: `CREATE PUBLICATION p FOR TABLE b WITH (publish = 'insert, delete', publish_via_partition_root = true); COMMENT ON PUBLICATION p IS 'p'`,
    },
    { name: 'of all tables', from: 'CREATE PUBLICATION p', to: 'CREATE PUBLICATION p FOR ALL TABLES' },
    {
      name: 'with columns and a filter',
      since: 15,
      both: 'CREATE TABLE a (id int PRIMARY KEY, n int)',
      from: 'CREATE PUBLICATION p FOR TABLE a',
      to: 'CREATE PUBLICATION p FOR TABLE a (id) WHERE (id > 5)',
    },
    {
      name: 'of a namespace',
      since: 15,
      both: 'CREATE SCHEMA s',
      from: 'CREATE PUBLICATION p',
      to: 'CREATE PUBLICATION p FOR TABLES IN SCHEMA s',
    },
  ],
}

const server = `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'h', "Port" '1')`

export const foreign: Group = {
  name: 'foreign data',
  cases: [
    {
      name: 'a wrapper, a server, a table',
      from: '',
      to: `${server}; CREATE FOREIGN TABLE t (id int OPTIONS (column_name 'i') NOT NULL, n text DEFAULT 'x' CHECK (n <> '')) SERVER s OPTIONS (table_name 'it''s')`,
    },
    {
      name: 'other options',
      from: server,
      to: `CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true'); CREATE SERVER s TYPE 'x' VERSION '2' FOREIGN DATA WRAPPER w OPTIONS (host 'other')`,
    },
    {
      name: 'other options of a table and a column',
      both: server,
      from: `CREATE FOREIGN TABLE t (id int OPTIONS (a '1', b '2')) SERVER s OPTIONS (x '1')`,
      to: `CREATE FOREIGN TABLE t (id int OPTIONS (b '3', c '4'), more text) SERVER s OPTIONS (y '2')`,
    },
    {
      name: 'a foreign partition',
      both: server,
      from: '',
      to: 'CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE FOREIGN TABLE p1 PARTITION OF p FOR VALUES IN (1) SERVER s',
    },
    {
      name: 'a comment',
      both: server,
      from: '',
      to: `COMMENT ON SERVER s IS 's'; COMMENT ON FOREIGN DATA WRAPPER w IS 'w'`,
    },
  ],
}
