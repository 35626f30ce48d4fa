import { evolutions } from './evolution.ts'

evolutions('kinds/domains', [
  {
    name: 'default, NOT NULL and checks are altered under a column',
    from: 'CREATE DOMAIN d AS int DEFAULT 1; CREATE TABLE t (a d); ALTER DOMAIN d ADD CONSTRAINT pos CHECK (VALUE > 0) NOT VALID',
    to: 'CREATE DOMAIN d AS int DEFAULT 2 NOT NULL CONSTRAINT pos CHECK (VALUE > 0) CONSTRAINT low CHECK (VALUE < 9); CREATE TABLE t (a d)',
    rows: 'INSERT INTO t VALUES (1)',
    there: [
      'ALTER DOMAIN public.d SET NOT NULL',
      'ALTER DOMAIN public.d SET DEFAULT 2',
      'ALTER DOMAIN public.d VALIDATE CONSTRAINT pos',
      'ALTER DOMAIN public.d ADD CONSTRAINT low CHECK ((VALUE < 9))',
    ],
    back: [
      'ALTER DOMAIN public.d DROP CONSTRAINT low',
      'ALTER DOMAIN public.d DROP CONSTRAINT pos',
      'ALTER DOMAIN public.d DROP NOT NULL',
      'ALTER DOMAIN public.d SET DEFAULT 1',
      'ALTER DOMAIN public.d ADD CONSTRAINT pos CHECK ((VALUE > 0)) NOT VALID',
    ],
  },
  {
    name: 'another type underneath keeps the rows of columns, arrays, composite types and domains over it',
    from: 'CREATE DOMAIN d AS int; CREATE TYPE c AS (x d); CREATE DOMAIN dd AS d; CREATE TABLE t (a d, b d[], c c, e dd)',
    to: 'CREATE DOMAIN d AS bigint; CREATE TYPE c AS (x d); CREATE DOMAIN dd AS d; CREATE TABLE t (a d, b d[], c c, e dd)',
    rows: `INSERT INTO t VALUES (1, '{2}', '(3)', 4)`,
    there: swap('bigint'),
    back: swap('integer'),
  },
])

function swap(type: string): string[] {
  return [
    'ALTER DOMAIN public.dd RENAME TO dd__old',
    'ALTER TYPE public.c RENAME TO c__old',
    'ALTER DOMAIN public.d RENAME TO d__old',
    `CREATE DOMAIN public.d AS ${type}`,
    'CREATE TYPE public.c AS (',
    'CREATE DOMAIN public.dd AS public.d',
    'ALTER TABLE public.t ALTER COLUMN a TYPE public.d USING a::text::public.d',
    'ALTER TABLE public.t ALTER COLUMN b TYPE public.d[] USING b::text[]::public.d[]',
    'ALTER TABLE public.t ALTER COLUMN c TYPE public.c USING c::text::public.c',
    'ALTER TABLE public.t ALTER COLUMN e TYPE public.dd USING e::text::public.dd',
    'DROP DOMAIN public.dd__old',
    'DROP TYPE public.c__old',
    'DROP DOMAIN public.d__old',
  ]
}
