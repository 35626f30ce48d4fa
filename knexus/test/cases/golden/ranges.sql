-- # one
CREATE TYPE public.r AS RANGE (subtype = double precision, subtype_diff = float8mi, multirange_type_name = public.r_multirange);

-- # with a name for its multirange and a collation
CREATE TYPE public.r AS RANGE (subtype = text, collation = "C", multirange_type_name = public.many_r);

-- # another subtype, under a column
ALTER TYPE public.r RENAME TO r__old;
ALTER TYPE public.r_multirange RENAME TO r_multirange__old;
ALTER FUNCTION public.r(integer, integer) RENAME TO r__old;
ALTER FUNCTION public.r(integer, integer, text) RENAME TO r__old;
ALTER FUNCTION public.r_multirange() RENAME TO r_multirange__old;
ALTER FUNCTION public.r_multirange(public.r__old) RENAME TO r_multirange__old;
ALTER FUNCTION public.r_multirange(VARIADIC public.r__old[]) RENAME TO r_multirange__old;
CREATE TYPE public.r AS RANGE (subtype = bigint, multirange_type_name = public.r_multirange);
ALTER TABLE public.t ALTER COLUMN r TYPE public.r USING r::text::public.r;
DROP TYPE public.r__old;

-- # with a function of ours
CREATE FUNCTION public.d(time without time zone, time without time zone)
RETURNS double precision
LANGUAGE sql IMMUTABLE
AS $$ SELECT extract(epoch FROM $1 - $2) $$;
CREATE TYPE public.r AS RANGE (subtype = time without time zone, subtype_diff = public.d, multirange_type_name = public.r_multirange);
