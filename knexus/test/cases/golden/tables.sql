-- # an empty table
CREATE TABLE public.t ();

-- # a table with everything in it
CREATE TYPE public.status AS ENUM ('draft', 'final');
CREATE TABLE public.docs (
  id integer NOT NULL,
  status public.status DEFAULT 'draft'::public.status NOT NULL,
  CONSTRAINT docs_pkey PRIMARY KEY (id),
  CONSTRAINT docs_id_check CHECK ((id > 0))
);
CREATE INDEX docs_status ON public.docs (status);
COMMENT ON TABLE public.docs IS 'd';

-- # one table more, one less
DROP TABLE public.old;
CREATE TABLE public.new (
  id integer
);

-- # a quoted and a reserved name
CREATE TABLE public."Order" (
  "select" integer,
  "from" text
);
CREATE TABLE public."user" (
  "Group" integer
);

-- # unlogged
ALTER TABLE public.t SET UNLOGGED;

-- # unlogged with an identity
ALTER TABLE public.t SET LOGGED;

-- # storage parameters appear
ALTER TABLE public.t SET (fillfactor=70, autovacuum_enabled=false);

-- # storage parameters change and go
ALTER TABLE public.t RESET (parallel_workers);
ALTER TABLE public.t SET (fillfactor=90);

-- # row security is enabled
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;

-- # row security is forced
ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

-- # replica identity full
ALTER TABLE public.t REPLICA IDENTITY FULL;

-- # replica identity by an index
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_id;

-- # replica identity by an index that is made with it
CREATE UNIQUE INDEX t_id ON public.t (id);
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_id;

-- # clustered on an index
ALTER TABLE public.t CLUSTER ON t_id;

-- # becomes one of a new type
CREATE TYPE public.pair AS (
  a integer,
  b text
);
ALTER TABLE public.t OF public.pair;

-- # becomes one of a type with another order
DROP TABLE public.t;
CREATE TYPE public.pair AS (
  b text,
  a integer
);
CREATE TABLE public.t (
  b text,
  a integer
);
ALTER TABLE public.t OF public.pair;

-- # of no type any more, and a column less
ALTER TABLE public.t NOT OF;
ALTER TABLE public.t DROP COLUMN b;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- # of another type
ALTER TABLE public.t NOT OF;
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
ALTER TABLE public.t ADD COLUMN c integer DEFAULT 4 NOT NULL;
ALTER TABLE public.t OF public.two;

-- # of a type that changes
ALTER TABLE public.t NOT OF;
ALTER TABLE public.t DROP COLUMN b;
ALTER TYPE public.pair RENAME TO pair__old;
CREATE TYPE public.pair AS (
  a bigint,
  c text
);
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;
ALTER TABLE public.t ADD COLUMN c text;
ALTER TABLE public.t OF public.pair;
DROP TYPE public.pair__old;

-- # of a composite type
CREATE TABLE public.t (
  a integer NOT NULL,
  b text,
  CONSTRAINT t_pkey PRIMARY KEY (a)
);
ALTER TABLE public.t OF public.pair;

-- # inherits
CREATE TABLE public.c (
  extra integer
) INHERITS (public.p);

-- # inherits from two
CREATE TABLE public.c (
  extra integer
) INHERITS (public.p, public.q);
ALTER TABLE ONLY public.c ALTER COLUMN n SET DEFAULT 'n'::text;

-- # starts to inherit
ALTER TABLE public.c INHERIT public.p;

-- # a column of the parent changes
ALTER TABLE public.p ALTER COLUMN id TYPE bigint;
ALTER TABLE public.p ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.p ADD COLUMN more text;
ALTER TABLE ONLY public.p ALTER COLUMN id SET DEFAULT 3;
ALTER TABLE public.c ALTER COLUMN id SET DEFAULT 3;

-- # a child overrides a default
ALTER TABLE public.c ALTER COLUMN id SET DEFAULT 2;

-- # an access method by its name
CREATE TABLE public.t (
  id integer
);

-- # tables that need each other
CREATE TABLE public.a (
  id integer NOT NULL,
  b integer,
  CONSTRAINT a_pkey PRIMARY KEY (id)
);
CREATE TABLE public.b (
  id integer NOT NULL,
  a integer,
  CONSTRAINT b_pkey PRIMARY KEY (id)
);
ALTER TABLE public.a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.b(id);
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);

-- # the same name in another namespace
CREATE TABLE public.t (
  id integer
);

-- # a table becomes a view
DROP TABLE public.t;
CREATE VIEW public.t AS
SELECT 1 AS id;
