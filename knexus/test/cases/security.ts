import type { Group } from './case.ts'

const t = 'CREATE TABLE t (id int, n int)'

export const policies: Group = {
  name: 'policies',
  cases: [
    {
      name: 'one',
      both: t,
      from: '',
      to: 'ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (id > 0)',
    },
    {
      name: 'for another command and other roles',
      both: t,
      from: 'CREATE POLICY p ON t USING (n > 0)',
      to: 'CREATE POLICY p ON t FOR SELECT TO reader, writer USING (n > 0)',
    },
    {
      name: 'other roles only',
      both: t,
      from: 'CREATE POLICY p ON t TO reader USING (n > 0)',
      to: 'CREATE POLICY p ON t TO "Odd role", CURRENT_USER USING (n > 0)',
    },
    {
      name: 'other conditions',
      both: t,
      from: 'CREATE POLICY p ON t USING (n > 0) WITH CHECK (n > 0)',
      to: 'CREATE POLICY p ON t USING (n > 1) WITH CHECK (n < 9)',
    },
    {
      name: 'a condition less',
      both: t,
      from: 'CREATE POLICY p ON t USING (n > 0) WITH CHECK (n > 0)',
      to: 'CREATE POLICY p ON t USING (n > 0)',
    },
    {
      name: 'restrictive',
      both: t,
      from: 'CREATE POLICY p ON t FOR INSERT WITH CHECK (n < 9)',
      to: 'CREATE POLICY p ON t AS RESTRICTIVE FOR INSERT WITH CHECK (n < 9)',
    },
    {
      name: 'one that calls a function and reads a table',
      both: t,
      from: '',
      to: `CREATE TABLE members (id int); CREATE FUNCTION me() RETURNS int STABLE LANGUAGE sql AS $$ SELECT 1 $$; CREATE POLICY p ON t USING (id IN (SELECT m.id FROM members m WHERE m.id = me())); COMMENT ON POLICY p ON t IS 'p'`,
    },
  ],
}

export const privileges: Group = {
  name: 'owners and privileges',
  cases: [
    {
      name: 'on a table and its columns',
      both: t,
      from: '',
      to: 'GRANT SELECT, INSERT ON t TO reader; GRANT UPDATE (n) ON t TO writer WITH GRANT OPTION; GRANT ALL ON t TO PUBLIC',
    },
    {
      name: 'fewer',
      both: t,
      from: 'GRANT SELECT, INSERT, UPDATE ON t TO reader, writer',
      to: 'GRANT SELECT ON t TO reader',
    },
    {
      name: 'grant option less',
      both: t,
      from: 'GRANT SELECT ON t TO reader WITH GRANT OPTION',
      to: 'GRANT SELECT ON t TO reader',
    },
    { name: 'taken from the owner', both: t, from: '', to: 'REVOKE INSERT, DELETE ON t FROM postgres' },
    {
      name: 'on every sort of object',
      from: '',
      to: `CREATE SCHEMA s; CREATE SEQUENCE q; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE PROCEDURE pr() LANGUAGE sql AS ''; CREATE TYPE e AS ENUM ('a'); CREATE DOMAIN d AS int; CREATE VIEW v AS SELECT 1 AS x; GRANT USAGE ON SCHEMA s TO reader; GRANT USAGE ON SEQUENCE q TO reader; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC; GRANT EXECUTE ON PROCEDURE pr() TO reader; REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON DOMAIN d TO writer; GRANT SELECT ON v TO reader`,
    },
    {
      name: 'of a function are kept when it is made again',
      from: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int) TO reader',
      to: 'CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int) TO reader',
    },
    {
      name: 'an owner',
      both: `${t}; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE TYPE e AS ENUM ('a'); CREATE SCHEMA s; CREATE SEQUENCE q; CREATE VIEW v AS SELECT 1 AS x`,
      from: '',
      to: 'ALTER TABLE t OWNER TO writer; ALTER FUNCTION f() OWNER TO writer; ALTER TYPE e OWNER TO writer; ALTER SCHEMA s OWNER TO writer; ALTER SEQUENCE q OWNER TO "Odd role"; ALTER VIEW v OWNER TO reader',
    },
    {
      name: 'default privileges',
      both: 'CREATE SCHEMA s',
      from: 'ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO reader',
      to: 'ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT, INSERT ON TABLES TO reader, writer; ALTER DEFAULT PRIVILEGES FOR ROLE writer REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO reader',
    },
    {
      name: 'default privileges under a new table',
      from: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader',
      to: 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader; CREATE TABLE t (id int); CREATE TABLE u (id int); REVOKE ALL ON u FROM reader',
    },
    {
      name: 'on a foreign server and wrapper',
      both: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w',
      from: '',
      to: 'GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader; GRANT USAGE ON FOREIGN SERVER s TO writer; ALTER SERVER s OWNER TO postgres',
    },
  ],
}

export const comments: Group = {
  name: 'comments',
  cases: [
    {
      name: 'on a table and a column',
      both: t,
      from: `COMMENT ON COLUMN t.n IS 'one'`,
      to: `COMMENT ON COLUMN t.n IS 'two'; COMMENT ON TABLE t IS 'it''s \\ ? $1 \${x}\nnext line'`,
    },
    {
      name: 'on parts of a table',
      both: 'CREATE TABLE t (id int CONSTRAINT k PRIMARY KEY CONSTRAINT c CHECK (id > 0)); CREATE INDEX i ON t (id)',
      from: '',
      to: `COMMENT ON CONSTRAINT k ON t IS 'k'; COMMENT ON CONSTRAINT c ON t IS 'c'; COMMENT ON INDEX i IS 'i'`,
    },
    {
      name: 'on everything else',
      both: `CREATE SCHEMA s; CREATE SEQUENCE q; CREATE TYPE e AS ENUM ('a'); CREATE VIEW v AS SELECT 1 AS x; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE PROCEDURE p() LANGUAGE sql AS ''; CREATE COLLATION c (locale = 'C'); CREATE TABLE t (a int, b int); CREATE STATISTICS st ON a, b FROM t`,
      from: '',
      to: `COMMENT ON SCHEMA s IS 's'; COMMENT ON SEQUENCE q IS 'q'; COMMENT ON TYPE e IS 'e'; COMMENT ON VIEW v IS 'v'; COMMENT ON FUNCTION f(int) IS 'f'; COMMENT ON PROCEDURE p() IS 'p'; COMMENT ON COLLATION c IS 'c'; COMMENT ON STATISTICS st IS 'st'`,
    },
    { name: 'on the public namespace', from: '', to: `COMMENT ON SCHEMA public IS 'ours'` },
    {
      name: 'on the index of a constraint',
      both: 'CREATE TABLE t (id int CONSTRAINT k PRIMARY KEY)',
      from: '',
      to: `COMMENT ON INDEX k IS 'the index'; COMMENT ON CONSTRAINT k ON t IS 'the constraint'`,
    },
    {
      name: 'on an object that is made again',
      from: `CREATE TABLE t (a int); CREATE INDEX i ON t (a); COMMENT ON INDEX i IS 'kept'`,
      to: `CREATE TABLE t (a int); CREATE INDEX i ON t (a DESC); COMMENT ON INDEX i IS 'kept'`,
    },
  ],
}
