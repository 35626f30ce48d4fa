import { evolutions } from './evolution.ts'

evolutions('kinds/constraints', [
  {
    name: 'an IN list over varchar comes back as it was',
    from: '',
    to: `CREATE TABLE t (s varchar(5) CHECK (s IN ('a', 'b')), u varchar CHECK (u NOT IN ('x', 'it''s')))`,
    there: ['CREATE TABLE public.t ('],
    back: ['DROP TABLE public.t'],
  },
  {
    name: 'two keys over the same columns',
    from: '',
    to: 'CREATE TABLE t (a int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT t_a_key UNIQUE (a)',
    there: ['CREATE TABLE public.t (', 'ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a)'],
    back: ['DROP TABLE public.t'],
  },
  {
    name: 'only the timing of a foreign key',
    both: 'CREATE TABLE p (id int PRIMARY KEY)',
    from: 'CREATE TABLE t (a int REFERENCES p)',
    to: 'CREATE TABLE t (a int REFERENCES p DEFERRABLE INITIALLY DEFERRED)',
    there: ['ALTER TABLE public.t ALTER CONSTRAINT t_a_fkey DEFERRABLE INITIALLY DEFERRED'],
    back: ['ALTER TABLE public.t ALTER CONSTRAINT t_a_fkey NOT DEFERRABLE'],
  },
  {
    name: 'both ends of a foreign key become another sort of thing',
    from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)',
    to: 'CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a text REFERENCES a)',
    rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
    there: [
      'ALTER TABLE public.b DROP CONSTRAINT b_a_fkey',
      'ALTER TABLE public.a ALTER COLUMN id TYPE text',
      'ALTER TABLE public.b ALTER COLUMN a TYPE text',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)',
    ],
    back: [
      'ALTER TABLE public.b DROP CONSTRAINT b_a_fkey',
      'ALTER TABLE public.a ALTER COLUMN id TYPE integer USING id::integer',
      'ALTER TABLE public.b ALTER COLUMN a TYPE integer USING a::integer',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)',
    ],
  },
  {
    name: 'both ends of a foreign key become bigger',
    from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a)',
    to: 'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a)',
    rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
    there: ['ALTER TABLE public.a ALTER COLUMN id TYPE bigint', 'ALTER TABLE public.b ALTER COLUMN a TYPE bigint'],
    back: ['ALTER TABLE public.a ALTER COLUMN id TYPE integer', 'ALTER TABLE public.b ALTER COLUMN a TYPE integer'],
  },
  {
    name: 'a constraint takes the name of an index',
    from: 'CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a)',
    to: 'CREATE TABLE t (a int, CONSTRAINT i UNIQUE (a))',
    there: ['DROP INDEX public.i', 'ALTER TABLE public.t ADD CONSTRAINT i UNIQUE (a)'],
    back: ['ALTER TABLE public.t DROP CONSTRAINT i', 'CREATE UNIQUE INDEX i ON public.t (a)'],
  },
  {
    name: 'parameters of its index',
    from: 'CREATE TABLE t (a int UNIQUE)',
    to: 'CREATE TABLE t (a int UNIQUE WITH (fillfactor = 50))',
    there: ['ALTER INDEX public.t_a_key SET (fillfactor=50)'],
    back: ['ALTER INDEX public.t_a_key RESET (fillfactor)'],
  },
  {
    name: 'not proved, then proved',
    from: 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID',
    to: 'CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0))',
    there: ['ALTER TABLE public.t VALIDATE CONSTRAINT c'],
    back: ['ALTER TABLE public.t DROP CONSTRAINT c', 'ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID'],
  },
])
