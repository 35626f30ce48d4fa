import { evolutions } from './evolution.ts'

const N =
  'CREATE FUNCTION n(int, int) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$; CREATE FUNCTION m(int, int) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$'

evolutions('kinds/operators', [
  {
    name: 'the estimates are altered, another function carries the check',
    both: N,
    from: 'CREATE OPERATOR ~~~ (FUNCTION = n, LEFTARG = int, RIGHTARG = int); CREATE OPERATOR ~~~~ (FUNCTION = n, LEFTARG = int, RIGHTARG = int); CREATE TABLE t (a int CHECK (a ~~~ 1))',
    to: 'CREATE OPERATOR ~~~ (FUNCTION = m, LEFTARG = int, RIGHTARG = int); CREATE OPERATOR ~~~~ (FUNCTION = n, LEFTARG = int, RIGHTARG = int, RESTRICT = eqsel); CREATE TABLE t (a int CHECK (a ~~~ 1))',
    rows: 'INSERT INTO t VALUES (1)',
    there: [
      'ALTER TABLE public.t DROP CONSTRAINT t_a_check',
      'DROP OPERATOR public.~~~ (integer, integer)',
      'CREATE OPERATOR public.~~~ (',
      'ALTER OPERATOR public.~~~~ (integer, integer) SET (RESTRICT = eqsel)',
      'ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a OPERATOR(public.~~~) 1))',
    ],
    back: [
      'ALTER TABLE public.t DROP CONSTRAINT t_a_check',
      'DROP OPERATOR public.~~~ (integer, integer)',
      'CREATE OPERATOR public.~~~ (',
      'ALTER OPERATOR public.~~~~ (integer, integer) SET (RESTRICT = NONE)',
      'ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a OPERATOR(public.~~~) 1))',
    ],
  },
  {
    name: 'two that name each other',
    both: N,
    from: '',
    to: 'CREATE OPERATOR ~~~ (FUNCTION = n, LEFTARG = int, RIGHTARG = int, NEGATOR = !~~~); CREATE OPERATOR !~~~ (FUNCTION = m, LEFTARG = int, RIGHTARG = int, NEGATOR = ~~~)',
    there: ['CREATE OPERATOR public.!~~~ (', 'CREATE OPERATOR public.~~~ ('],
    back: ['DROP OPERATOR public.~~~ (integer, integer)', 'DROP OPERATOR public.!~~~ (integer, integer)'],
  },
])
