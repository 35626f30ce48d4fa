import { evolutions } from './evolution.ts'

evolutions('kinds/tables', [
  {
    name: 'options of the table and of its TOAST table',
    from: 'CREATE TABLE t (a text) WITH (fillfactor = 70)',
    to: 'CREATE TABLE t (a text) WITH (autovacuum_enabled = false, toast.autovacuum_enabled = false)',
    there: [
      'ALTER TABLE public.t RESET (fillfactor)',
      'ALTER TABLE public.t SET (autovacuum_enabled=false, toast.autovacuum_enabled=false)',
    ],
    back: [
      'ALTER TABLE public.t RESET (autovacuum_enabled, toast.autovacuum_enabled)',
      'ALTER TABLE public.t SET (fillfactor=70)',
    ],
  },
  {
    name: 'of a type',
    both: 'CREATE TYPE pair AS (a int, b text)',
    from: '',
    to: 'CREATE TABLE t OF pair',
    there: ['CREATE TABLE public.t (', 'ALTER TABLE public.t OF public.pair'],
    back: ['DROP TABLE public.t'],
  },
  {
    name: 'unlogged with a foreign key, both at once',
    from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a)',
    to: 'CREATE UNLOGGED TABLE a (id int PRIMARY KEY); CREATE UNLOGGED TABLE b (id int REFERENCES a)',
    rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
    there: [
      'ALTER TABLE public.b DROP CONSTRAINT b_id_fkey',
      'ALTER TABLE public.a SET UNLOGGED',
      'ALTER TABLE public.b SET UNLOGGED',
      'ALTER TABLE public.b ADD CONSTRAINT b_id_fkey FOREIGN KEY (id) REFERENCES public.a(id)',
    ],
    back: [
      'ALTER TABLE public.b DROP CONSTRAINT b_id_fkey',
      'ALTER TABLE public.a SET LOGGED',
      'ALTER TABLE public.b SET LOGGED',
      'ALTER TABLE public.b ADD CONSTRAINT b_id_fkey FOREIGN KEY (id) REFERENCES public.a(id)',
    ],
  },
  {
    name: 'a child with a default, a check and an index of its own',
    from: 'CREATE TABLE p (a int DEFAULT 1)',
    to: 'CREATE TABLE p (a int DEFAULT 1, b text DEFAULT 2, CHECK (a > 0)); CREATE TABLE c (d int) INHERITS (p); ALTER TABLE c ALTER a SET DEFAULT 5, ALTER b DROP DEFAULT; CREATE INDEX ON c (b)',
    there: [
      'ALTER TABLE public.p ADD COLUMN b text DEFAULT 2',
      'CREATE TABLE public.c (',
      'ALTER TABLE ONLY public.c ALTER COLUMN a SET DEFAULT 5',
      'ALTER TABLE ONLY public.c ALTER COLUMN b DROP DEFAULT',
      'ALTER TABLE public.p ADD CONSTRAINT p_a_check CHECK ((a > 0))',
      'CREATE INDEX c_b_idx ON public.c (b)',
    ],
    back: [
      'DROP TABLE public.c',
      'ALTER TABLE public.p DROP CONSTRAINT p_a_check',
      'ALTER TABLE public.p DROP COLUMN b',
    ],
  },
  {
    name: 'what the parent gets and loses, its children do',
    from: 'CREATE TABLE p (a int); CREATE TABLE c (d int) INHERITS (p)',
    to: 'CREATE TABLE p (a bigint, b text NOT NULL DEFAULT 2, CHECK (a > 0)); CREATE TABLE c (d int) INHERITS (p); CREATE INDEX ON c (b)',
    rows: 'INSERT INTO c VALUES (1, 2)',
    there: [
      'ALTER TABLE public.p ALTER COLUMN a TYPE bigint',
      'ALTER TABLE public.p ADD COLUMN b text DEFAULT 2 NOT NULL',
      'ALTER TABLE ONLY public.c ALTER COLUMN b SET DEFAULT 2',
      'ALTER TABLE public.p ADD CONSTRAINT p_a_check CHECK ((a > 0))',
      'CREATE INDEX c_b_idx ON public.c (b)',
    ],
    back: [
      'DROP INDEX public.c_b_idx',
      'ALTER TABLE public.p DROP CONSTRAINT p_a_check',
      'ALTER TABLE public.p DROP COLUMN b',
      'ALTER TABLE public.p ALTER COLUMN a TYPE integer',
    ],
  },
  {
    name: 'the parent goes and the child stays',
    from: 'CREATE TABLE p (a int); CREATE TABLE c (a int, d int) INHERITS (p)',
    to: 'CREATE TABLE c (a int, d int)',
    there: ['ALTER TABLE public.c NO INHERIT public.p', 'DROP TABLE public.p'],
    back: ['CREATE TABLE public.p (', 'ALTER TABLE public.c INHERIT public.p'],
  },
])
