import { evolutions } from './evolution.ts'

const swap = (collation: string) => [
  'ALTER TYPE public.r RENAME TO r__old',
  'ALTER TYPE public.rs RENAME TO rs__old',
  'ALTER FUNCTION public.r(text, text) RENAME TO r__old',
  'ALTER FUNCTION public.r(text, text, text) RENAME TO r__old',
  'ALTER FUNCTION public.rs() RENAME TO rs__old',
  'ALTER FUNCTION public.rs(public.r__old) RENAME TO rs__old',
  'ALTER FUNCTION public.rs(VARIADIC public.r__old[]) RENAME TO rs__old',
  `CREATE TYPE public.r AS RANGE (subtype = text${collation}, multirange_type_name = public.rs)`,
  'ALTER TABLE public.t ALTER COLUMN x TYPE public.r USING x::text::public.r',
  'DROP TYPE public.r__old',
]

evolutions('kinds/ranges', [
  {
    name: 'its functions step aside with it, and the rows follow',
    from: 'CREATE TYPE r AS RANGE (subtype = text, multirange_type_name = rs); CREATE TABLE t (x r)',
    to: 'CREATE TYPE r AS RANGE (subtype = text, collation = "C", multirange_type_name = rs); CREATE TABLE t (x r)',
    rows: `INSERT INTO t VALUES ('[a,b)')`,
    there: swap(', collation = "C"'),
    back: swap(''),
  },
])
