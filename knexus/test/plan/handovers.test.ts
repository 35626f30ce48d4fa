import { ways } from '../support/ways.ts'

/** What counts leaves its position to what counts after it. */
ways('handovers', [
  {
    name: 'from a serial to an identity, and back',
    from: 'CREATE TABLE t (id serial)',
    to: 'CREATE TABLE t (id int NOT NULL GENERATED ALWAYS AS IDENTITY)',
    there: [
      'ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT',
      `SELECT set_config('knexus.position_public$t$id', last_value || ' ' || is_called, false) FROM public.t_id_seq`,
      'DROP SEQUENCE public.t_id_seq',
      'ALTER TABLE public.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
      `SELECT setval('public.t_id_seq', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$t$id') AS position`,
    ],
    back: [
      `SELECT set_config('knexus.position_public$t$id', last_value || ' ' || is_called, false) FROM public.t_id_seq`,
      'ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY',
      'CREATE SEQUENCE public.t_id_seq AS integer',
      'ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id',
      `SELECT setval('public.t_id_seq', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$t$id') AS position`,
      `ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass)`,
    ],
  },
  {
    name: 'none from a column that goes to another one',
    from: 'CREATE TABLE t (id serial)',
    to: 'CREATE TABLE t (n int NOT NULL GENERATED ALWAYS AS IDENTITY)',
    there: [
      'ALTER TABLE public.t DROP COLUMN id',
      'ALTER TABLE public.t ADD COLUMN n integer NOT NULL GENERATED ALWAYS AS IDENTITY',
    ],
  },
  {
    name: 'from a sequence to one of another name for the same column',
    from: 'CREATE TABLE t (id int); CREATE SEQUENCE a OWNED BY t.id',
    to: 'CREATE TABLE t (id int); CREATE SEQUENCE b OWNED BY t.id',
    there: [
      'CREATE SEQUENCE public.b',
      'ALTER SEQUENCE public.b OWNED BY public.t.id',
      `SELECT set_config('knexus.position_public$t$id', last_value || ' ' || is_called, false) FROM public.a`,
      `SELECT setval('public.b', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$t$id') AS position`,
      'DROP SEQUENCE public.a',
    ],
  },
  {
    name: 'between two columns that exchange their sequences',
    both: 'CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE SEQUENCE a; CREATE SEQUENCE b',
    from: 'ALTER SEQUENCE a OWNED BY t.id; ALTER SEQUENCE b OWNED BY u.id',
    to: 'ALTER SEQUENCE a OWNED BY u.id; ALTER SEQUENCE b OWNED BY t.id',
    there: [
      `SELECT set_config('knexus.position_public$t$id', last_value || ' ' || is_called, false) FROM public.a`,
      `SELECT set_config('knexus.position_public$u$id', last_value || ' ' || is_called, false) FROM public.b`,
      'ALTER SEQUENCE public.a OWNED BY public.u.id',
      `SELECT setval('public.a', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$u$id') AS position`,
      'ALTER SEQUENCE public.b OWNED BY public.t.id',
      `SELECT setval('public.b', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$t$id') AS position`,
    ],
  },
  {
    name: 'along a row of columns, each with the sequence of the next',
    both: 'CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE SEQUENCE a; CREATE SEQUENCE b',
    from: 'ALTER SEQUENCE a OWNED BY t.id; ALTER SEQUENCE b OWNED BY u.id',
    to: 'ALTER SEQUENCE b OWNED BY t.id; DROP SEQUENCE a',
    there: [
      `SELECT set_config('knexus.position_public$t$id', last_value || ' ' || is_called, false) FROM public.a`,
      'DROP SEQUENCE public.a',
      'ALTER SEQUENCE public.b OWNED BY public.t.id',
      `SELECT setval('public.b', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$t$id') AS position`,
    ],
  },
  {
    name: 'in a row, each sequence going to the column of the next',
    both: 'CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE TABLE v (id int); CREATE SEQUENCE a; CREATE SEQUENCE b',
    from: 'ALTER SEQUENCE a OWNED BY t.id; ALTER SEQUENCE b OWNED BY u.id; CREATE SEQUENCE c OWNED BY v.id',
    to: 'ALTER SEQUENCE a OWNED BY u.id; ALTER SEQUENCE b OWNED BY v.id',
    there: [
      `SELECT set_config('knexus.position_public$v$id', last_value || ' ' || is_called, false) FROM public.c`,
      'DROP SEQUENCE public.c',
      `SELECT set_config('knexus.position_public$u$id', last_value || ' ' || is_called, false) FROM public.b`,
      'ALTER SEQUENCE public.b OWNED BY public.v.id',
      `SELECT setval('public.b', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$v$id') AS position`,
      'ALTER SEQUENCE public.a OWNED BY public.u.id',
      `SELECT setval('public.a', split_part(position, ' ', 1)::bigint, split_part(position, ' ', 2)::boolean) FROM current_setting('knexus.position_public$u$id') AS position`,
    ],
  },
])
