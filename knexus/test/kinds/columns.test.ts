import { evolutions } from './evolution.ts'

evolutions('kinds/columns', [
  {
    name: 'an identity goes on where the rows end',
    from: 'CREATE TABLE t (id int PRIMARY KEY)',
    to: 'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (INCREMENT 10) PRIMARY KEY)',
    rows: 'INSERT INTO t VALUES (41)',
    there: [
      'ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (INCREMENT BY 10)',
      `SELECT setval(pg_get_serial_sequence('public.t', 'id'), max(id)) FROM public.t HAVING max(id) >= 1`,
    ],
    back: ['ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY'],
  },
  {
    name: 'an identity becomes a text',
    from: 'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)',
    to: 'CREATE TABLE t (id text)',
    there: [
      'ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY',
      'ALTER TABLE public.t ALTER COLUMN id DROP NOT NULL',
      'ALTER TABLE public.t ALTER COLUMN id TYPE text',
    ],
    back: [
      'ALTER TABLE public.t ALTER COLUMN id TYPE integer USING id::integer',
      'ALTER TABLE public.t ALTER COLUMN id SET NOT NULL',
      'ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
      `SELECT setval(pg_get_serial_sequence('public.t', 'id'), max(id)) FROM public.t HAVING max(id) >= 1`,
    ],
  },
  {
    name: 'a bigger identity takes its limits along',
    from: 'CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)',
    to: 'CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY)',
    there: ['ALTER TABLE public.t ALTER COLUMN id TYPE bigint'],
    back: ['ALTER TABLE public.t ALTER COLUMN id TYPE integer'],
  },
  {
    name: 'storage, compression, statistics and options',
    from: 'CREATE TABLE t (a text)',
    to: 'CREATE TABLE t (a text COMPRESSION pglz); ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER a SET STATISTICS 50, ALTER a SET (n_distinct = -0.5)',
    there: [
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE EXTERNAL',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET COMPRESSION pglz',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STATISTICS 50',
      `ALTER TABLE ONLY public.t ALTER COLUMN a SET (n_distinct='-0.5')`,
    ],
    back: [
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE EXTENDED',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET COMPRESSION default',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STATISTICS -1',
      'ALTER TABLE ONLY public.t ALTER COLUMN a RESET (n_distinct)',
    ],
  },
  {
    name: 'a new type keeps the storage that was chosen',
    from: 'CREATE TABLE t (a varchar(10)); ALTER TABLE t ALTER a SET STORAGE EXTERNAL',
    to: 'CREATE TABLE t (a text); ALTER TABLE t ALTER a SET STORAGE EXTERNAL',
    there: [
      'ALTER TABLE public.t ALTER COLUMN a TYPE text',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE EXTERNAL',
    ],
    back: [
      'ALTER TABLE public.t ALTER COLUMN a TYPE character varying(10)',
      'ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE EXTERNAL',
    ],
  },
  {
    name: 'a generated column is made anew when it or its source changes',
    from: 'CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED)',
    to: 'CREATE TABLE t (a bigint, g int GENERATED ALWAYS AS (a + 1) STORED)',
    there: [
      'ALTER TABLE public.t DROP COLUMN g',
      'ALTER TABLE public.t ALTER COLUMN a TYPE bigint',
      'ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS ((a + 1)) STORED',
    ],
    back: [
      'ALTER TABLE public.t DROP COLUMN g',
      'ALTER TABLE public.t ALTER COLUMN a TYPE integer',
      'ALTER TABLE public.t ADD COLUMN g integer GENERATED ALWAYS AS ((a + 1)) STORED',
    ],
  },
  {
    name: 'a collation',
    from: 'CREATE TABLE t (a text)',
    to: 'CREATE TABLE t (a text COLLATE "C")',
    there: ['ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE "C"'],
    back: ['ALTER TABLE public.t ALTER COLUMN a TYPE text'],
  },
])
