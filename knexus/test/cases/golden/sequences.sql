-- # one
CREATE SEQUENCE public.s;

-- # every option
SELECT setval('public.s', 50, false) FROM public.s WHERE last_value > 50;
ALTER SEQUENCE public.s AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 50 START WITH 20 CACHE 5 CYCLE;

-- # another type
ALTER SEQUENCE public.s AS bigint MAXVALUE 5000000000;

-- # owned by a column
ALTER SEQUENCE public.s OWNED BY public.t.id;

-- # owned, and a default that uses it
CREATE SEQUENCE public.s;
ALTER SEQUENCE public.s OWNED BY public.t.id;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.s'::regclass);

-- # free, and a default that uses it
CREATE SEQUENCE public.s;
CREATE TABLE public.t (
  id integer DEFAULT nextval('public.s'::regclass)
);

-- # it changes its owner
ALTER SEQUENCE public.s OWNED BY public.b.id;

-- # its table goes, and it stays
ALTER SEQUENCE public.s OWNED BY NONE;
DROP TABLE public.a;

-- # unlogged
ALTER SEQUENCE public.s SET UNLOGGED;

-- # the column of a serial becomes bigger
ALTER TABLE public.t ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE public.t_id_seq AS bigint MAXVALUE 9223372036854775807;
