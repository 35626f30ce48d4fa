import { ways } from '../support/ways.ts'

/** What is written inside the CREATE of what it is a part of, and what beside it. */
ways('a written step', [
  {
    name: 'a table holds its columns, defaults and constraints; its index stands after it',
    to: `CREATE TABLE t (a int DEFAULT 1 PRIMARY KEY, b text COLLATE "C" CONSTRAINT low CHECK (b < 'm')); CREATE INDEX i ON t (b)`,
    there: [
      `CREATE TABLE public.t ( a integer DEFAULT 1 NOT NULL, b text COLLATE "C", CONSTRAINT t_pkey PRIMARY KEY (a), CONSTRAINT low CHECK ((b < 'm'::text)) )`,
      'CREATE INDEX i ON public.t (b)',
    ],
    back: ['DROP TABLE public.t'],
  },
  {
    name: "a serial's sequence stands before the table, and is owned after it",
    to: 'CREATE TABLE t (id serial)',
    there: [
      'CREATE SEQUENCE public.t_id_seq AS integer',
      `CREATE TABLE public.t ( id integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL )`,
      'ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id',
    ],
    back: ['DROP TABLE public.t'],
  },
  {
    name: 'a column is added with its default, and what else it has after',
    from: 'CREATE TABLE t (a int)',
    to: `CREATE TABLE t (a int, b int DEFAULT 1 CONSTRAINT low CHECK (b < 9)); COMMENT ON COLUMN t.b IS 'it'`,
    there: [
      'ALTER TABLE public.t ADD COLUMN b integer DEFAULT 1',
      'ALTER TABLE public.t ADD CONSTRAINT low CHECK ((b < 9))',
      `COMMENT ON COLUMN public.t.b IS 'it'`,
    ],
    back: ['ALTER TABLE public.t DROP CONSTRAINT low', 'ALTER TABLE public.t DROP COLUMN b'],
  },
  {
    name: 'the name that a type has for the time being is free',
    from: `CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE mood__old (id int); CREATE TABLE t (m mood)`,
    to: `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE mood__old (id int); CREATE TABLE t (m mood)`,
    there: [
      'ALTER TYPE public.mood RENAME TO mood__old2',
      `CREATE TYPE public.mood AS ENUM ('a')`,
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'DROP TYPE public.mood__old2',
    ],
  },
])
