import { evolutions } from './evolution.ts'

evolutions('kinds/materialized-views', [
  {
    name: 'what is stored is altered in place',
    both: 'CREATE TABLE t (a int, b text)',
    from: 'CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t',
    to: `CREATE MATERIALIZED VIEW m WITH (fillfactor = 50, toast.autovacuum_enabled = off) AS SELECT a, b FROM t WITH NO DATA; ALTER MATERIALIZED VIEW m ALTER b SET STORAGE external;
      ALTER MATERIALIZED VIEW m ALTER b SET STATISTICS 3; ALTER MATERIALIZED VIEW m ALTER a SET (n_distinct = 3)`,
    there: [
      'ALTER MATERIALIZED VIEW public.m SET (fillfactor=50, toast.autovacuum_enabled=off)',
      'REFRESH MATERIALIZED VIEW public.m WITH NO DATA',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN a SET (n_distinct=3)',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STORAGE EXTERNAL',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STATISTICS 3',
    ],
    back: [
      'ALTER MATERIALIZED VIEW public.m RESET (fillfactor, toast.autovacuum_enabled)',
      'REFRESH MATERIALIZED VIEW public.m',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN a RESET (n_distinct)',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STORAGE EXTENDED',
      'ALTER MATERIALIZED VIEW public.m ALTER COLUMN b SET STATISTICS -1',
    ],
  },
  {
    name: 'another query makes it anew, with its index and the comments on both',
    both: 'CREATE TABLE t (a int, b text)',
    from: `CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE UNIQUE INDEX i ON m (a); COMMENT ON INDEX i IS 'i'; COMMENT ON COLUMN m.a IS 'a'`,
    to: `CREATE MATERIALIZED VIEW m AS SELECT a + 1 AS a FROM t; CREATE UNIQUE INDEX i ON m (a); COMMENT ON INDEX i IS 'i'; COMMENT ON COLUMN m.a IS 'a'`,
    there: [
      'DROP MATERIALIZED VIEW public.m',
      'CREATE MATERIALIZED VIEW public.m AS',
      'CREATE UNIQUE INDEX i ON public.m (a)',
      "COMMENT ON COLUMN public.m.a IS 'a'",
      "COMMENT ON INDEX public.i IS 'i'",
    ],
    back: [
      'DROP MATERIALIZED VIEW public.m',
      'CREATE MATERIALIZED VIEW public.m AS',
      'CREATE UNIQUE INDEX i ON public.m (a)',
      "COMMENT ON COLUMN public.m.a IS 'a'",
      "COMMENT ON INDEX public.i IS 'i'",
    ],
  },
])
