import { ways } from '../support/ways.ts'

const USERS = 'CREATE TABLE users (id int, mail text)'

/** What comes first, by relation: the rows of `plan/relations.ts`. */
ways('edges', [
  {
    name: 'a user goes before what it needs goes, and comes after it',
    from: `${USERS}; CREATE VIEW active AS SELECT id FROM users`,
    there: ['DROP VIEW public.active', 'DROP TABLE public.users'],
    back: [
      'CREATE TABLE public.users ( id integer, mail text )',
      'CREATE VIEW public.active AS SELECT users.id FROM public.users',
    ],
  },
  {
    name: 'a view goes before its column is altered, and comes back after',
    from: `${USERS}; CREATE VIEW active AS SELECT id FROM users`,
    to: 'CREATE TABLE users (id bigint, mail text); CREATE VIEW active AS SELECT id FROM users',
    there: [
      'DROP VIEW public.active',
      'ALTER TABLE public.users ALTER COLUMN id TYPE bigint',
      'CREATE VIEW public.active AS SELECT users.id FROM public.users',
    ],
  },
  {
    name: 'a view goes before its type steps aside, and the column follows',
    from: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood); CREATE VIEW moods AS SELECT m FROM t`,
    to: `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood); CREATE VIEW moods AS SELECT m FROM t`,
    there: [
      'DROP VIEW public.moods',
      'ALTER TYPE public.mood RENAME TO mood__old',
      `CREATE TYPE public.mood AS ENUM ('a')`,
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'CREATE VIEW public.moods AS SELECT t.m FROM public.t',
      'DROP TYPE public.mood__old',
    ],
  },
  {
    name: 'a type that is made of another steps aside before that, and goes before it',
    from: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TYPE pair AS (m mood, n int); CREATE TABLE t (p pair)`,
    to: `CREATE TYPE mood AS ENUM ('a'); CREATE TYPE pair AS (m mood, n int); CREATE TABLE t (p pair)`,
    there: [
      'ALTER TYPE public.pair RENAME TO pair__old',
      'ALTER TYPE public.mood RENAME TO mood__old',
      `CREATE TYPE public.mood AS ENUM ('a')`,
      'CREATE TYPE public.pair AS ( m public.mood, n integer )',
      'ALTER TABLE public.t ALTER COLUMN p TYPE public.pair USING p::text::public.pair',
      'DROP TYPE public.pair__old',
      'DROP TYPE public.mood__old',
    ],
  },
  {
    name: 'a column lets go of its type before that goes, and takes one after it has come',
    from: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood)`,
    to: 'CREATE TABLE t (m text)',
    there: ['ALTER TABLE public.t ALTER COLUMN m TYPE text', 'DROP TYPE public.mood'],
    back: [
      `CREATE TYPE public.mood AS ENUM ('a', 'b')`,
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood',
    ],
  },
  {
    name: 'a table becomes logged before another refers to it, and unlogged after none does',
    both: 'CREATE TABLE visits (id int, u int)',
    from: 'CREATE UNLOGGED TABLE users (id int PRIMARY KEY)',
    to: 'CREATE TABLE users (id int PRIMARY KEY); ALTER TABLE visits ADD CONSTRAINT of_user FOREIGN KEY (u) REFERENCES users',
    there: [
      'ALTER TABLE public.users SET LOGGED',
      'ALTER TABLE public.visits ADD CONSTRAINT of_user FOREIGN KEY (u) REFERENCES public.users(id)',
    ],
    back: ['ALTER TABLE public.visits DROP CONSTRAINT of_user', 'ALTER TABLE public.users SET UNLOGGED'],
  },
  {
    name: 'a table becomes logged before it gets the column that it will inherit from a new table',
    from: 'CREATE UNLOGGED TABLE child (id int, n int)',
    to: 'CREATE TABLE parent (n int, note text); CREATE TABLE child () INHERITS (parent)',
    there: [
      'ALTER TABLE public.child DROP COLUMN id',
      'CREATE TABLE public.parent ( n integer, note text )',
      'ALTER TABLE public.child SET LOGGED',
      'ALTER TABLE public.child ADD COLUMN note text',
      'ALTER TABLE public.child INHERIT public.parent',
    ],
  },
  {
    name: 'a function comes after the sequence that its text mentions',
    to: `CREATE SEQUENCE codes; CREATE FUNCTION a_next() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN nextval(''codes''); END'`,
    there: [
      'CREATE SEQUENCE public.codes',
      `CREATE FUNCTION public.a_next() RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RETURN nextval('codes'); END$$`,
    ],
  },
  {
    name: "a child's column comes before its parent's, and goes after it",
    both: 'CREATE TABLE parent (id int)',
    from: 'CREATE TABLE child () INHERITS (parent)',
    to: 'CREATE TABLE child (note text) INHERITS (parent); ALTER TABLE parent ADD COLUMN note text',
    there: ['ALTER TABLE public.child ADD COLUMN note text', 'ALTER TABLE public.parent ADD COLUMN note text'],
    back: ['ALTER TABLE public.parent DROP COLUMN note', 'ALTER TABLE public.child DROP COLUMN note'],
  },
  {
    name: 'a name is given up before another takes it',
    from: 'CREATE TABLE one (id int); CREATE INDEX taken ON one (id)',
    to: 'CREATE TABLE one (id int); CREATE VIEW taken AS SELECT 1 AS a',
    there: ['DROP INDEX public.taken', 'CREATE VIEW public.taken AS SELECT 1 AS a'],
    back: ['DROP VIEW public.taken', 'CREATE INDEX taken ON public.one (id)'],
  },
  {
    name: 'a constraint leaves its name to an index',
    from: 'CREATE TABLE t (a int CONSTRAINT k UNIQUE)',
    to: 'CREATE TABLE t (a int); CREATE INDEX k ON t (a)',
    there: ['ALTER TABLE public.t DROP CONSTRAINT k', 'CREATE INDEX k ON public.t (a)'],
    back: ['DROP INDEX public.k', 'ALTER TABLE public.t ADD CONSTRAINT k UNIQUE (a)'],
  },
  {
    name: 'two tables that refer to each other come whole, and their keys after them',
    to: 'CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int CONSTRAINT of_a REFERENCES a); ALTER TABLE a ADD CONSTRAINT of_b FOREIGN KEY (b) REFERENCES b',
    there: [
      'CREATE TABLE public.a ( id integer NOT NULL, b integer, CONSTRAINT a_pkey PRIMARY KEY (id) )',
      'CREATE TABLE public.b ( id integer NOT NULL, a integer, CONSTRAINT b_pkey PRIMARY KEY (id) )',
      'ALTER TABLE public.a ADD CONSTRAINT of_b FOREIGN KEY (b) REFERENCES public.b(id)',
      'ALTER TABLE public.b ADD CONSTRAINT of_a FOREIGN KEY (a) REFERENCES public.a(id)',
    ],
    back: [
      'ALTER TABLE public.b DROP CONSTRAINT of_a',
      'ALTER TABLE public.a DROP CONSTRAINT of_b',
      'DROP TABLE public.b',
      'DROP TABLE public.a',
    ],
  },
])
