-- # one
CREATE AGGREGATE public.total(integer) (
  SFUNC = int4pl,
  STYPE = integer,
  INITCOND = '0'
);

-- # another start
CREATE OR REPLACE AGGREGATE public.total(integer) (
  SFUNC = int4pl,
  STYPE = integer,
  INITCOND = '1',
  PARALLEL = safe
);

-- # with a final function of ours, used in a view
CREATE FUNCTION public.fin(integer)
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1::text $$;
CREATE AGGREGATE public.total(integer) (
  SFUNC = int4pl,
  STYPE = integer,
  FINALFUNC = public.fin,
  COMBINEFUNC = int4pl,
  INITCOND = '0'
);
CREATE TABLE public.t (
  n integer
);
CREATE VIEW public.v AS
SELECT public.total(t.n) AS total
   FROM public.t;

-- # moving, sorted, ordered set
CREATE AGGREGATE public.least_of(integer) (
  SFUNC = int4smaller,
  STYPE = integer,
  SORTOP = OPERATOR(pg_catalog.<)
);
CREATE AGGREGATE public.m(integer) (
  SFUNC = int4pl,
  STYPE = integer,
  INITCOND = '0',
  MSFUNC = int4pl,
  MINVFUNC = int4mi,
  MSTYPE = integer,
  MINITCOND = '0'
);
CREATE AGGREGATE public.pick(double precision ORDER BY anyelement) (
  SFUNC = ordered_set_transition,
  STYPE = internal,
  FINALFUNC = percentile_disc_final,
  FINALFUNC_EXTRA
);

-- # of any row, and variadic
CREATE AGGREGATE public.rows(*) (
  SFUNC = int8inc,
  STYPE = bigint,
  INITCOND = '0'
);

-- # a comment and a privilege
COMMENT ON AGGREGATE public.total(integer) IS 'sum';
GRANT EXECUTE ON FUNCTION public.total(integer) TO reader;
