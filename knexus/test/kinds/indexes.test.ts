import { evolutions } from './evolution.ts'

evolutions('kinds/indexes', [
  {
    name: 'everything a key can say',
    both: 'CREATE EXTENSION pg_trgm',
    from: 'CREATE TABLE t (a text, b int, c int[])',
    to: `CREATE TABLE t (a text, b int, c int[]); CREATE INDEX i ON t (a COLLATE "C" text_pattern_ops DESC NULLS LAST, b NULLS FIRST, (b + 1) DESC) INCLUDE (c) WITH (fillfactor = 70) WHERE a <> ''; CREATE INDEX g ON t USING gist (a gist_trgm_ops (siglen='32')); CREATE INDEX l ON t (lower(a) text_pattern_ops)`,
    there: [
      `CREATE INDEX g ON public.t USING gist (a public.gist_trgm_ops (siglen='32'))`,
      `CREATE INDEX i ON public.t (a COLLATE "C" text_pattern_ops DESC NULLS LAST, b NULLS FIRST, ((b + 1)) DESC) INCLUDE (c) WITH (fillfactor=70) WHERE (a <> ''::text)`,
      'CREATE INDEX l ON public.t (lower(a) text_pattern_ops)',
    ],
    back: ['DROP INDEX public.l', 'DROP INDEX public.i', 'DROP INDEX public.g'],
  },
  {
    name: 'parameters that an index takes on, and that it does not',
    from: 'CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE INDEX b ON t USING brin (a)',
    to: 'CREATE TABLE t (a int); CREATE INDEX i ON t (a) WITH (fillfactor = 70); CREATE INDEX b ON t USING brin (a) WITH (pages_per_range = 8)',
    there: [
      'DROP INDEX public.b',
      'CREATE INDEX b ON public.t USING brin (a) WITH (pages_per_range=8)',
      'ALTER INDEX public.i SET (fillfactor=70)',
    ],
    back: [
      'DROP INDEX public.b',
      'CREATE INDEX b ON public.t USING brin (a)',
      'ALTER INDEX public.i RESET (fillfactor)',
    ],
  },
  {
    name: 'statistics of an expression',
    from: 'CREATE TABLE t (a int); CREATE INDEX i ON t ((a + 1))',
    to: 'CREATE TABLE t (a int); CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 50',
    there: ['ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS 50'],
    back: ['ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS -1'],
  },
])
