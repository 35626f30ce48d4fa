import { evolutions } from './evolution.ts'

evolutions('kinds/sequences', [
  {
    name: 'a serial in a table with rows',
    from: 'CREATE TABLE t (n int)',
    to: 'CREATE TABLE t (n int, id serial)',
    rows: 'INSERT INTO t VALUES (1), (2)',
    there: [
      'CREATE SEQUENCE public.t_id_seq AS integer',
      `ALTER TABLE public.t ADD COLUMN id integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL`,
      'ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id',
    ],
    back: ['ALTER TABLE public.t DROP COLUMN id'],
  },
  {
    name: 'a smaller type and its limits at once',
    from: 'CREATE SEQUENCE s',
    to: 'CREATE SEQUENCE s AS smallint INCREMENT 2 MINVALUE 5 MAXVALUE 500 START 7 CACHE 3 CYCLE',
    there: [
      `SELECT setval('public.s', 5, false) FROM public.s WHERE last_value < 5`,
      'ALTER SEQUENCE public.s AS smallint INCREMENT BY 2 MINVALUE 5 MAXVALUE 500 START WITH 7 CACHE 3 CYCLE',
    ],
    back: [
      'ALTER SEQUENCE public.s AS bigint INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1 NO CYCLE',
    ],
  },
  {
    name: 'counting down',
    from: '',
    to: 'CREATE SEQUENCE s INCREMENT -1; CREATE SEQUENCE d INCREMENT -2 MAXVALUE 10 MINVALUE -10 START 4',
    there: [
      'CREATE SEQUENCE public.d INCREMENT BY -2 MINVALUE -10 MAXVALUE 10 START WITH 4',
      'CREATE SEQUENCE public.s INCREMENT BY -1',
    ],
    back: ['DROP SEQUENCE public.s', 'DROP SEQUENCE public.d'],
  },
  {
    name: 'another owner',
    both: 'CREATE TABLE a (id int); CREATE TABLE b (id int)',
    from: 'CREATE SEQUENCE s OWNED BY a.id',
    to: 'CREATE SEQUENCE s OWNED BY b.id',
    there: ['ALTER SEQUENCE public.s OWNED BY public.b.id'],
    back: ['ALTER SEQUENCE public.s OWNED BY public.a.id'],
  },
  {
    name: 'its owner goes and it stays',
    from: 'CREATE TABLE a (id int); CREATE SEQUENCE s OWNED BY a.id',
    to: 'CREATE SEQUENCE s',
    there: ['ALTER SEQUENCE public.s OWNED BY NONE', 'DROP TABLE public.a'],
    back: ['CREATE TABLE public.a (', 'ALTER SEQUENCE public.s OWNED BY public.a.id'],
  },
])
