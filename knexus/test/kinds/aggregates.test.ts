import { evolutions } from './evolution.ts'

evolutions('kinds/aggregates', [
  {
    name: 'another start is a replacement',
    from: `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0')`,
    to: `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '1', combinefunc = int4pl, parallel = safe)`,
    there: ['CREATE OR REPLACE AGGREGATE public.total(integer) ('],
    back: ['CREATE OR REPLACE AGGREGATE public.total(integer) ('],
  },
  {
    name: 'another result is not, and carries the view',
    both: 'CREATE TABLE t (a int); CREATE FUNCTION add8(bigint, int) RETURNS bigint LANGUAGE sql AS $$ SELECT $1 + $2 $$',
    from: 'CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int); CREATE VIEW v AS SELECT total(a) FROM t',
    to: 'CREATE AGGREGATE total(int) (sfunc = add8, stype = bigint); CREATE VIEW v AS SELECT total(a) FROM t',
    there: [
      'DROP VIEW public.v',
      'DROP AGGREGATE public.total(integer)',
      'CREATE AGGREGATE public.total(integer) (',
      'CREATE VIEW public.v AS',
    ],
    back: [
      'DROP VIEW public.v',
      'DROP AGGREGATE public.total(integer)',
      'CREATE AGGREGATE public.total(integer) (',
      'CREATE VIEW public.v AS',
    ],
  },
  {
    name: 'an aggregate takes the place of a function',
    from: 'CREATE FUNCTION total(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    to: 'CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int)',
    there: ['DROP FUNCTION public.total(integer)', 'CREATE AGGREGATE public.total(integer) ('],
    back: ['DROP AGGREGATE public.total(integer)', 'CREATE FUNCTION public.total(integer)'],
  },
])
