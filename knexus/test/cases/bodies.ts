import type { Group } from './case.ts'

/** Functions whose bodies name what the same change makes. */
export const bodies: Group = {
  name: 'bodies',
  cases: [
    {
      name: 'a default calls one whose body names a sequence',
      from: 'CREATE TABLE t (id int)',
      to: `CREATE SEQUENCE zz; CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT nextval(''public.zz'')::text'; CREATE TABLE t (id int, a text DEFAULT f())`,
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a check of a domain calls one whose body calls another',
      from: 'CREATE DOMAIN d AS int; CREATE TABLE t (v d)',
      to: 'CREATE FUNCTION zz(int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$; CREATE FUNCTION f(int) RETURNS boolean LANGUAGE sql AS $$ SELECT public.zz($1) > 0 $$; CREATE DOMAIN d AS int CHECK (f(VALUE)); CREATE TABLE t (v d)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a check calls one whose body reads a table and a view',
      from: 'CREATE TABLE t (id int)',
      to: `CREATE TABLE zz (id int); CREATE VIEW zy AS SELECT id FROM zz; CREATE FUNCTION f(a int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN NOT EXISTS (SELECT FROM zy WHERE id = a); END'; CREATE TABLE t (id int CHECK (f(id)))`,
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'two whose bodies name each other, and the table whose default calls one',
      from: '',
      to: `CREATE TABLE t (id int); CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM t) + g(); END'; CREATE FUNCTION g() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN f(); END'; ALTER TABLE t ADD COLUMN n bigint DEFAULT f()`,
    },
  ],
}
