import { ways } from '../support/ways.ts'

const INDEXED = `CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql RETURN $1; CREATE TABLE t (a int); ALTER TABLE t OWNER TO reader`

/** An index calls its functions in the name of the table's owner, who may call them as long as everybody may. */
ways('suspensions', [
  {
    name: 'none where everybody may call what an index calls',
    both: INDEXED,
    to: 'CREATE INDEX i ON t (f(a))',
    there: ['CREATE INDEX i ON public.t (public.f(a))'],
    back: ['DROP INDEX public.i'],
  },
  {
    name: 'the owner, while an index comes that calls what not everybody may call',
    both: `${INDEXED}; REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC`,
    to: 'CREATE INDEX i ON t (f(a))',
    there: [
      'ALTER TABLE public.t OWNER TO CURRENT_USER',
      'CREATE INDEX i ON public.t (public.f(a))',
      'ALTER TABLE public.t OWNER TO reader',
    ],
    back: ['DROP INDEX public.i'],
  },
  {
    name: 'the owner, while a column that such an index is on is rewritten',
    both: `CREATE FUNCTION f(text) RETURNS int IMMUTABLE LANGUAGE sql RETURN length($1); REVOKE EXECUTE ON FUNCTION f(text) FROM PUBLIC`,
    from: 'CREATE TABLE t (a text, n int); CREATE INDEX i ON t (f(a)); ALTER TABLE t OWNER TO reader',
    to: 'CREATE TABLE t (a text, n bigint); CREATE INDEX i ON t (f(a)); ALTER TABLE t OWNER TO reader',
    there: [
      'ALTER TABLE public.t OWNER TO CURRENT_USER',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      'ALTER TABLE public.t OWNER TO reader',
    ],
  },
  {
    name: 'none while nothing around such an index changes',
    both: `CREATE FUNCTION f(text) RETURNS int IMMUTABLE LANGUAGE sql RETURN length($1); REVOKE EXECUTE ON FUNCTION f(text) FROM PUBLIC;
      CREATE TABLE t (a text); CREATE INDEX i ON t (f(a)); ALTER TABLE t OWNER TO reader`,
    to: 'CREATE TABLE other (id int)',
    there: ['CREATE TABLE public.other ( id integer )'],
    back: ['DROP TABLE public.other'],
  },
])
