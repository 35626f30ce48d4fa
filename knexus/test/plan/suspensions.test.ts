import { evolutions } from '../kinds/evolution.ts'

const INDEXED = `CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql RETURN $1; CREATE TABLE t (a int); ALTER TABLE t OWNER TO reader`

/** An index calls its functions in the name of the table's owner, who may call them as long as everybody may. */
evolutions('suspensions', [
  {
    name: 'none where everybody may call what an index calls',
    both: INDEXED,
    from: '',
    to: 'CREATE INDEX i ON t (f(a))',
    there: ['CREATE INDEX i ON public.t (public.f(a))'],
    back: ['DROP INDEX public.i'],
  },
  {
    name: 'the owner, while an index comes that calls what not everybody may call',
    both: `${INDEXED}; REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC`,
    from: '',
    to: 'CREATE INDEX i ON t (f(a))',
    there: [
      'ALTER TABLE public.t OWNER TO CURRENT_USER',
      'CREATE INDEX i ON public.t (public.f(a))',
      'ALTER TABLE public.t OWNER TO reader',
    ],
    back: ['DROP INDEX public.i'],
  },
])
