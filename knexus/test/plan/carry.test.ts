import { ways } from '../support/ways.ts'

/** What becomes of a user when what it needs is dropped, made again, altered or swapped. */
ways('what becomes of the users of what changes', [
  {
    name: 'a view is made again without the column that goes',
    from: 'CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t',
    to: 'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t',
    there: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t DROP COLUMN b',
      'CREATE VIEW public.v AS SELECT t.a FROM public.t',
    ],
  },
  {
    name: 'a view over a view is made again with it',
    from: 'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v',
    to: 'CREATE TABLE t (a bigint); CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v',
    there: [
      'DROP VIEW public.w',
      'DROP VIEW public.v',
      'ALTER TABLE public.t ALTER COLUMN a TYPE bigint',
      'CREATE VIEW public.v AS SELECT t.a FROM public.t',
      'CREATE VIEW public.w AS SELECT v.a FROM public.v',
    ],
  },
  {
    name: 'a trigger calls another function before the one it called goes',
    both: 'CREATE TABLE t (a int)',
    from: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    to: `CREATE FUNCTION f(int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION h()`,
    there: [
      'CREATE FUNCTION public.f(integer DEFAULT 1) RETURNS integer LANGUAGE sql AS $$SELECT 1$$',
      'CREATE FUNCTION public.h() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$',
      'CREATE OR REPLACE TRIGGER g AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.h()',
      'DROP FUNCTION public.f()',
    ],
  },
  {
    name: 'a default and a check that stay the same outlive a wider type',
    from: 'CREATE TABLE t (a int DEFAULT 1 CONSTRAINT low CHECK (a < 9))',
    to: 'CREATE TABLE t (a bigint DEFAULT 1 CONSTRAINT low CHECK (a < 9))',
    there: ['ALTER TABLE public.t ALTER COLUMN a TYPE bigint'],
  },
  {
    name: 'a default that differs too is taken away before, and set after',
    from: `CREATE TABLE t (a int DEFAULT 1)`,
    to: `CREATE TABLE t (a text DEFAULT 'x')`,
    there: [
      'ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT',
      'ALTER TABLE public.t ALTER COLUMN a TYPE text',
      `ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::text`,
    ],
  },
  {
    name: 'a default of a type that is swapped is taken away before, and set after',
    from: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood DEFAULT 'a')`,
    to: `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood DEFAULT 'a')`,
    there: [
      'ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT',
      'ALTER TYPE public.mood RENAME TO mood__old',
      `CREATE TYPE public.mood AS ENUM ('a')`,
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      `ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'a'::public.mood`,
      'DROP TYPE public.mood__old',
    ],
  },
  {
    name: 'an index is left to the alteration of its column',
    from: 'CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
    to: 'CREATE TABLE t (a bigint); CREATE INDEX i ON t (a)',
    there: ['ALTER TABLE public.t ALTER COLUMN a TYPE bigint'],
  },
  {
    name: 'a view whose column only gets another default stays',
    from: 'CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t',
    to: 'CREATE TABLE t (a int DEFAULT 1); CREATE VIEW v AS SELECT a FROM t',
    there: ['ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 1'],
  },
  {
    name: 'a partition that is detached keeps its rows while its parent goes',
    from: 'CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
    to: 'CREATE TABLE p1 (a int)',
    there: ['ALTER TABLE ONLY public.p DETACH PARTITION public.p1', 'DROP TABLE public.p'],
    back: [
      'CREATE TABLE public.p ( a integer ) PARTITION BY LIST (a)',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1)',
    ],
  },
  {
    name: 'a table becomes a foreign one: all that was a part of it goes',
    both: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w',
    from: 'CREATE TABLE t (a int); CREATE INDEX i ON t (a)',
    to: 'CREATE FOREIGN TABLE t (a int) SERVER s',
    there: ['DROP TABLE public.t', 'CREATE FOREIGN TABLE public.t ( a integer ) SERVER s'],
  },
])
