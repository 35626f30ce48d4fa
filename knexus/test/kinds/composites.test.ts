import { evolutions } from './evolution.ts'

evolutions('kinds/composites', [
  {
    name: 'attributes are altered, added and dropped in place while no column holds the type',
    from: `CREATE TYPE pair AS (a int, b text); CREATE FUNCTION f(pair) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`,
    to: `CREATE TYPE other AS ENUM ('x'); CREATE TYPE pair AS (a bigint, b text, c other); COMMENT ON COLUMN pair.c IS 'c'; CREATE FUNCTION f(pair) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$`,
    there: [
      "CREATE TYPE public.other AS ENUM ('x')",
      'ALTER TYPE public.pair ALTER ATTRIBUTE a TYPE bigint',
      'ALTER TYPE public.pair ADD ATTRIBUTE c public.other',
      "COMMENT ON COLUMN public.pair.c IS 'c'",
    ],
    back: [
      'ALTER TYPE public.pair DROP ATTRIBUTE c',
      'ALTER TYPE public.pair ALTER ATTRIBUTE a TYPE integer',
      'DROP TYPE public.other',
    ],
  },
  {
    name: 'an attribute is added under a column',
    from: 'CREATE TYPE pair AS (a int); CREATE TABLE t (p pair)',
    to: 'CREATE TYPE pair AS (a int, b text); CREATE TABLE t (p pair)',
    there: ['ALTER TYPE public.pair ADD ATTRIBUTE b text'],
    back: ['ALTER TYPE public.pair DROP ATTRIBUTE b'],
  },
  {
    name: 'another type of an attribute under columns keeps their rows',
    from: `CREATE TYPE pair AS (a int, b text); COMMENT ON COLUMN pair.a IS 'a'; CREATE TABLE t (p pair, ps pair[])`,
    to: `CREATE TYPE pair AS (a bigint, b text); COMMENT ON COLUMN pair.a IS 'a'; CREATE TABLE t (p pair, ps pair[])`,
    rows: `INSERT INTO t VALUES ((1, 'x'), ARRAY[(2, 'y')::pair])`,
    there: swap(),
    back: swap(),
  },
])

function swap(): string[] {
  return [
    'ALTER TYPE public.pair RENAME TO pair__old',
    'CREATE TYPE public.pair AS (',
    'ALTER TABLE public.t ALTER COLUMN p TYPE public.pair USING p::text::public.pair',
    'ALTER TABLE public.t ALTER COLUMN ps TYPE public.pair[] USING ps::text[]::public.pair[]',
    "COMMENT ON COLUMN public.pair.a IS 'a'",
    'DROP TYPE public.pair__old',
  ]
}
