-- # one
CREATE INDEX i ON public.t (a);

-- # moves to another table
DROP INDEX public.i;
CREATE INDEX i ON public.u (a);

-- # moves to a partitioned table
DROP INDEX public.i;
CREATE INDEX i ON ONLY public.q (a);
CREATE INDEX q1_a_idx ON public.q1 (a);
ALTER INDEX public.i ATTACH PARTITION public.q1_a_idx;

-- # statistics that move to another table
DROP STATISTICS public.st;
CREATE STATISTICS public.st ON a, id FROM public.u;

-- # another column
DROP INDEX public.i;
CREATE INDEX i ON public.t (id, a);

-- # becomes unique
DROP INDEX public.i;
CREATE UNIQUE INDEX i ON public.t (a);

-- # order and nulls
DROP INDEX public.i;
CREATE INDEX i ON public.t (a DESC NULLS LAST, id NULLS FIRST);

-- # an expression
CREATE INDEX i ON public.t (lower(s), ((a + 1)), ((j ->> 'k'::text)));

-- # another expression
DROP INDEX public.i;
CREATE INDEX i ON public.t (upper(s));

-- # a predicate
DROP INDEX public.i;
CREATE INDEX i ON public.t (a) WHERE ((a > 5) AND (s = ANY (ARRAY['x'::text, 'y'::text])));

-- # including
DROP INDEX public.i;
CREATE INDEX i ON public.t (a) INCLUDE (id, s);

-- # an operator class
DROP INDEX public.i;
CREATE INDEX i ON public.t (s text_pattern_ops);

-- # an operator class with parameters
CREATE INDEX i ON public.t USING gist (to_tsvector('simple'::regconfig, s) tsvector_ops (siglen='100'));

-- # a collation
DROP INDEX public.i;
CREATE INDEX i ON public.t (s COLLATE "C");

-- # a method
DROP INDEX public.i;
CREATE INDEX i ON public.t USING hash (a);

-- # gin, gist, brin
CREATE INDEX i1 ON public.t USING gin (j jsonb_path_ops);
CREATE INDEX i2 ON public.t USING gist (p);
CREATE INDEX i3 ON public.t USING brin (ts) WITH (pages_per_range=64);

-- # storage parameters
ALTER INDEX public.i SET (fillfactor=90, deduplicate_items=off);

-- # nulls not distinct
DROP INDEX public.i;
CREATE UNIQUE INDEX i ON public.t (a) NULLS NOT DISTINCT;

-- # statistics of an expression
ALTER INDEX public.i ALTER COLUMN 1 SET STATISTICS 300;

-- # the indexed column changes its type
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- # the indexed column becomes text
DROP INDEX public.i;
ALTER TABLE public.t ALTER COLUMN a TYPE text;
CREATE INDEX i ON public.t (((a || 1)));

-- # an index that a foreign key rests on
ALTER INDEX public.i SET (fillfactor=60);

-- # a function of ours
CREATE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1 * 2 $$;
CREATE INDEX i ON public.t (public.f(a));

-- # two indexes swap their names
DROP INDEX public.y;
DROP INDEX public.x;
CREATE INDEX x ON public.t (s);
CREATE INDEX y ON public.t (a);
