-- # primary key
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- # primary key on a nullable column
ALTER TABLE public.t ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

-- # primary key on other columns
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (b, a);

-- # a referenced primary key is replaced
ALTER INDEX public.k SET (fillfactor=50);

-- # unique
ALTER TABLE public.t ADD CONSTRAINT t_b_a_key UNIQUE (b, a);

-- # unique including
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
ALTER TABLE public.t ADD CONSTRAINT t_a_b_key UNIQUE (a) INCLUDE (b);

-- # nulls not distinct
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE NULLS NOT DISTINCT (a);

-- # unique becomes deferrable
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;

-- # unique constraint against unique index
DROP INDEX public.u;
ALTER TABLE public.t ADD CONSTRAINT u UNIQUE (a);

-- # a check
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((a > 0));

-- # a check with another text
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t ADD CONSTRAINT c CHECK (((a >= 1) AND (a < 100)));

-- # a check that PostgreSQL prints otherwise
CREATE TABLE public.t (
  s character varying(5),
  n integer,
  d date,
  CONSTRAINT t_d_check CHECK ((d > '2000-01-01'::date)),
  CONSTRAINT t_n_check CHECK (((n >= 1) AND (n <= 5))),
  CONSTRAINT t_s_check CHECK ((s IN ('a', 'b')))
);

-- # a check, not valid
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;

-- # a check is validated
ALTER TABLE public.t VALIDATE CONSTRAINT c;

-- # a check, no inherit
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t ADD CONSTRAINT c CHECK ((a > 0)) NO INHERIT;

-- # a check that calls a function
CREATE FUNCTION public.ok(integer)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1 > 0 $$;
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (public.ok(a));

-- # foreign key
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id);

-- # foreign key with every action
ALTER TABLE public.b ADD CONSTRAINT f1 FOREIGN KEY (a_id) REFERENCES public.a(id) ON UPDATE RESTRICT ON DELETE CASCADE;
ALTER TABLE public.b ADD CONSTRAINT f2 FOREIGN KEY (a_id) REFERENCES public.a(id) ON UPDATE SET DEFAULT ON DELETE SET NULL;
ALTER TABLE public.b ADD CONSTRAINT f3 FOREIGN KEY (a_id) REFERENCES public.a(id) ON UPDATE CASCADE ON DELETE SET DEFAULT;

-- # foreign key with another action
ALTER TABLE public.b DROP CONSTRAINT f;
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES public.a(id) ON DELETE CASCADE;

-- # foreign key sets some columns null
ALTER TABLE public.b DROP CONSTRAINT f;
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON DELETE SET NULL (y);

-- # foreign key, match full
ALTER TABLE public.b DROP CONSTRAINT f;
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES public.a(x, y) MATCH FULL;

-- # foreign key becomes deferrable
ALTER TABLE public.b ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED;

-- # foreign key, initially immediate
ALTER TABLE public.b ALTER CONSTRAINT f DEFERRABLE;

-- # foreign key, not valid
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID;

-- # foreign key is validated
ALTER TABLE public.b VALIDATE CONSTRAINT f;

-- # foreign key to the table itself
CREATE TABLE public.t (
  id integer NOT NULL,
  up integer,
  CONSTRAINT t_pkey PRIMARY KEY (id)
);
ALTER TABLE public.t ADD CONSTRAINT t_up_fkey FOREIGN KEY (up) REFERENCES public.t(id);

-- # foreign key to another key
ALTER TABLE public.b DROP CONSTRAINT f;
ALTER TABLE public.a ADD CONSTRAINT ux UNIQUE (x);
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES public.a(x);

-- # both ends of a foreign key change their type
ALTER TABLE public.a ALTER COLUMN id TYPE bigint;
ALTER TABLE public.b ALTER COLUMN a_id TYPE bigint;

-- # both ends of a foreign key become text
ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey;
ALTER TABLE public.a ALTER COLUMN id TYPE text;
ALTER TABLE public.b ALTER COLUMN a_id TYPE text;
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id);

-- # a foreign key moves to a new table
ALTER TABLE public.b DROP CONSTRAINT f;
CREATE TABLE public.c (
  id integer NOT NULL,
  CONSTRAINT c_pkey PRIMARY KEY (id)
);
ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES public.c(id);

-- # exclusion
ALTER TABLE public.t ADD CONSTRAINT e EXCLUDE USING gist (r WITH &&, b WITH &&) WHERE ((NOT isempty(r)));

-- # exclusion with other operators
ALTER TABLE public.t DROP CONSTRAINT e;
ALTER TABLE public.t ADD CONSTRAINT e EXCLUDE USING gist (r WITH -|-) DEFERRABLE;

-- # a name is taken over by another type of constraint
ALTER TABLE public.t DROP CONSTRAINT c;
ALTER TABLE public.t ADD CONSTRAINT c UNIQUE (a);

-- # two constraints swap their names
ALTER TABLE public.t DROP CONSTRAINT y;
ALTER TABLE public.t DROP CONSTRAINT x;
ALTER TABLE public.t ADD CONSTRAINT x UNIQUE (b);
ALTER TABLE public.t ADD CONSTRAINT y UNIQUE (a);

-- # a table takes the name of a constraint
ALTER TABLE public.t DROP CONSTRAINT x;
CREATE TABLE public.x (
  a integer
);
ALTER TABLE public.t ADD CONSTRAINT y PRIMARY KEY (a);

-- # a constraint made from an index of ours
ALTER TABLE public.t ADD CONSTRAINT i PRIMARY KEY (a) WITH (fillfactor=80);
