import { evolutions } from './evolution.ts'

const C =
  'CREATE FUNCTION c(int, int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT btint4cmp($1, $2) $$; CREATE OPERATOR FAMILY f USING btree'
const anew = [
  'DROP INDEX public.i',
  'DROP OPERATOR CLASS public.o USING btree',
  'CREATE OPERATOR CLASS public.o FOR TYPE integer USING btree FAMILY public.f AS',
  'CREATE INDEX i ON public.t (a public.o)',
]

evolutions('kinds/operator-classes', [
  {
    name: 'another member makes it anew, with its index',
    both: C,
    from: 'CREATE OPERATOR CLASS o FOR TYPE int USING btree FAMILY f AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 c(int, int); CREATE TABLE t (a int); CREATE INDEX i ON t (a o)',
    to: 'CREATE OPERATOR CLASS o FOR TYPE int USING btree FAMILY f AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, FUNCTION 1 c(int, int); CREATE TABLE t (a int); CREATE INDEX i ON t (a o)',
    rows: 'INSERT INTO t VALUES (1)',
    there: anew,
    back: anew,
  },
])

evolutions('kinds/operator-families', [
  {
    name: 'loose members come and go',
    both: C,
    from: '',
    to: 'ALTER OPERATOR FAMILY f USING btree ADD OPERATOR 1 < (int, bigint), FUNCTION 1 (int, bigint) btint48cmp(int, bigint)',
    there: ['ALTER OPERATOR FAMILY public.f USING btree ADD'],
    back: ['ALTER OPERATOR FAMILY public.f USING btree DROP'],
  },
])
