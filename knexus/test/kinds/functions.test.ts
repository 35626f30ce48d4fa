import { evolutions } from './evolution.ts'

const F = 'CREATE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT 1 $$'
const USERS = `CREATE TABLE t (id int); CREATE VIEW v AS SELECT f(id) FROM t; CREATE POLICY p ON t USING (f(id) > 0); CREATE INDEX i ON t (f(id))`

evolutions('kinds/functions', [
  {
    name: 'another body and other options at once are one replacement, under its users',
    from: `${F}; ${USERS}`,
    to: `CREATE FUNCTION f(a int) RETURNS int IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$ SELECT 2 $$; ${USERS}`,
    there: ['CREATE OR REPLACE FUNCTION public.f(a integer)'],
    back: ['CREATE OR REPLACE FUNCTION public.f(a integer)'],
  },
  {
    name: 'options alone are altered one by one',
    from: F,
    to: `CREATE FUNCTION f(a int) RETURNS int STABLE STRICT SECURITY DEFINER PARALLEL SAFE COST 5 LANGUAGE sql SET search_path = public, pg_temp, "Odd" AS $$ SELECT 1 $$`,
    there: [
      'ALTER FUNCTION public.f(integer) STABLE',
      'ALTER FUNCTION public.f(integer) STRICT',
      'ALTER FUNCTION public.f(integer) SECURITY DEFINER',
      'ALTER FUNCTION public.f(integer) PARALLEL SAFE',
      'ALTER FUNCTION public.f(integer) COST 5',
      "ALTER FUNCTION public.f(integer) SET search_path TO 'public', 'pg_temp', 'Odd'",
    ],
    back: [
      'ALTER FUNCTION public.f(integer) IMMUTABLE',
      'ALTER FUNCTION public.f(integer) CALLED ON NULL INPUT',
      'ALTER FUNCTION public.f(integer) SECURITY INVOKER',
      'ALTER FUNCTION public.f(integer) PARALLEL UNSAFE',
      'ALTER FUNCTION public.f(integer) COST 100',
      'ALTER FUNCTION public.f(integer) RESET search_path',
    ],
  },
  {
    name: 'a default more is a replacement, a default less is not',
    from: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    to: 'CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    there: ['CREATE OR REPLACE FUNCTION public.f(a integer DEFAULT 1)'],
    back: ['DROP FUNCTION public.f(integer)', 'CREATE FUNCTION public.f(a integer)'],
  },
  {
    name: 'a name may be given to an argument that had none, and not be taken away',
    from: 'CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    to: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    there: ['CREATE OR REPLACE FUNCTION public.f(a integer)'],
    back: ['DROP FUNCTION public.f(integer)', 'CREATE FUNCTION public.f(integer)'],
  },
  {
    name: 'another result drops and makes its users again',
    from: `${F}; ${USERS}; COMMENT ON VIEW v IS 'v'`,
    to: `CREATE FUNCTION f(a int) RETURNS bigint IMMUTABLE LANGUAGE sql AS $$ SELECT 1::bigint $$; ${USERS}; COMMENT ON VIEW v IS 'v'`,
    there: [
      'DROP POLICY p ON public.t',
      'DROP INDEX public.i',
      'DROP VIEW public.v',
      'DROP FUNCTION public.f(integer)',
      'CREATE FUNCTION public.f(a integer)',
      'CREATE VIEW public.v AS',
      'CREATE INDEX i ON public.t (public.f(id))',
      'CREATE POLICY p ON public.t USING ((public.f(id) > 0))',
      "COMMENT ON VIEW public.v IS 'v'",
    ],
    back: [
      'DROP POLICY p ON public.t',
      'DROP INDEX public.i',
      'DROP VIEW public.v',
      'DROP FUNCTION public.f(integer)',
      'CREATE FUNCTION public.f(a integer)',
      'CREATE VIEW public.v AS',
      'CREATE INDEX i ON public.t (public.f(id))',
      'CREATE POLICY p ON public.t USING ((public.f(id) > 0))',
      "COMMENT ON VIEW public.v IS 'v'",
    ],
  },
  {
    name: 'a body may name a table that is made in the same change, and comes after it',
    from: 'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$',
    to: 'CREATE TABLE later (id int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM public.later $$',
    there: ['CREATE TABLE public.later (', 'CREATE OR REPLACE FUNCTION public.f()'],
    back: ['DROP TABLE public.later', 'CREATE OR REPLACE FUNCTION public.f()'],
  },
  {
    name: 'a parsed body follows the column it reads',
    from: 'CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END',
    to: 'CREATE TABLE t (a smallint); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END',
    rows: 'INSERT INTO t VALUES (1)',
    there: [
      'DROP FUNCTION public.f()',
      'ALTER TABLE public.t ALTER COLUMN a TYPE smallint',
      'CREATE FUNCTION public.f()',
    ],
    back: [
      'DROP FUNCTION public.f()',
      'ALTER TABLE public.t ALTER COLUMN a TYPE integer',
      'CREATE FUNCTION public.f()',
    ],
  },
  {
    name: 'a procedure takes the place of a function',
    from: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    to: 'CREATE PROCEDURE f(a int) LANGUAGE sql AS $$ SELECT 1 $$',
    there: ['DROP FUNCTION public.f(integer)', 'CREATE PROCEDURE public.f(IN a integer)'],
    back: ['DROP PROCEDURE public.f(integer)', 'CREATE FUNCTION public.f(a integer)'],
  },
])
