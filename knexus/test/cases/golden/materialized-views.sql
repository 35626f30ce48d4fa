-- # one with an index
CREATE MATERIALIZED VIEW public.m AS
SELECT t.id,
    t.a
   FROM public.t;
CREATE UNIQUE INDEX i ON public.m (id);

-- # with no data
CREATE MATERIALIZED VIEW public.m AS
SELECT t.id
   FROM public.t
WITH NO DATA;

-- # another query, with its index and comments
DROP MATERIALIZED VIEW public.m;
CREATE MATERIALIZED VIEW public.m AS
SELECT t.id,
    t.a
   FROM public.t
  WHERE (t.a > 0);
CREATE INDEX i ON public.m (id);
COMMENT ON MATERIALIZED VIEW public.m IS 'm';
COMMENT ON COLUMN public.m.id IS 'id';
COMMENT ON INDEX public.i IS 'i';

-- # storage parameters
ALTER MATERIALIZED VIEW public.m SET (fillfactor=70);

-- # column options and clustering
ALTER MATERIALIZED VIEW public.m ALTER COLUMN s SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN s SET STATISTICS 77;
ALTER MATERIALIZED VIEW public.m CLUSTER ON i;

-- # over another, and a view over it
CREATE MATERIALIZED VIEW public.m AS
SELECT t.id
   FROM public.t;
CREATE MATERIALIZED VIEW public.n AS
SELECT m.id
   FROM public.m;
CREATE VIEW public.v AS
SELECT n.id
   FROM public.n;
