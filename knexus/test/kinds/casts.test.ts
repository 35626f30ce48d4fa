import { evolutions } from './evolution.ts'

evolutions('kinds/casts', [
  {
    name: 'it is made anew; those that PostgreSQL makes beside a range are not objects',
    both: 'CREATE TYPE pair AS (a int); CREATE TYPE r AS RANGE (subtype = text); CREATE FUNCTION f(int) RETURNS pair LANGUAGE sql AS $$ SELECT ROW($1)::pair $$',
    from: 'CREATE CAST (int AS pair) WITH FUNCTION f(int)',
    to: 'CREATE CAST (int AS pair) WITH FUNCTION f(int) AS IMPLICIT; CREATE CAST (text AS pair) WITH INOUT AS ASSIGNMENT',
    there: [
      'DROP CAST (integer AS public.pair)',
      'CREATE CAST (integer AS public.pair) WITH FUNCTION public.f(integer) AS IMPLICIT',
      'CREATE CAST (text AS public.pair) WITH INOUT AS ASSIGNMENT',
    ],
    back: [
      'DROP CAST (text AS public.pair)',
      'DROP CAST (integer AS public.pair)',
      'CREATE CAST (integer AS public.pair) WITH FUNCTION public.f(integer)',
    ],
  },
])
