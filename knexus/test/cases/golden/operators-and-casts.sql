-- # an operator
CREATE FUNCTION public.eq(point, point)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1[0] = $2[0] $$;
CREATE OPERATOR public.=== (
  FUNCTION = public.eq,
  LEFTARG = point,
  RIGHTARG = point,
  COMMUTATOR = OPERATOR(public.===)
);

-- # a pair that negate each other
CREATE FUNCTION public.ge(point, point)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1[0] >= $2[0] $$;
CREATE FUNCTION public.lt(point, point)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1[0] < $2[0] $$;
CREATE OPERATOR public.>>>= (
  FUNCTION = public.ge,
  LEFTARG = point,
  RIGHTARG = point,
  NEGATOR = OPERATOR(public.<<<)
);
CREATE OPERATOR public.<<< (
  FUNCTION = public.lt,
  LEFTARG = point,
  RIGHTARG = point,
  NEGATOR = OPERATOR(public.>>>=),
  RESTRICT = scalarltsel,
  JOIN = scalarltjoinsel
);

-- # a prefix operator in a check
CREATE FUNCTION public.half(integer)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1 / 2 $$;
CREATE OPERATOR public.@@@ (
  FUNCTION = public.half,
  RIGHTARG = integer
);
CREATE TABLE public.t (
  n integer,
  CONSTRAINT t_n_check CHECK (((OPERATOR(public.@@@) n) > 1))
);

-- # casts
CREATE TYPE public.e AS ENUM ('a');
CREATE TYPE public.g AS ENUM ('a');
CREATE FUNCTION public.c(public.e)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT 1 $$;
CREATE CAST (public.e AS integer) WITH FUNCTION public.c(public.e) AS ASSIGNMENT;
CREATE CAST (public.e AS public.g) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (public.e AS public.g) IS 'c';

-- # a cast in another context
DROP CAST (public.e AS public.g);
CREATE CAST (public.e AS public.g) WITH INOUT AS ASSIGNMENT;

-- # an operator class and family
CREATE FUNCTION public.cmp(integer, integer)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT btint4cmp($2, $1) $$;
CREATE TABLE public.t (
  n integer
);
CREATE OPERATOR FAMILY public.down USING btree;
CREATE OPERATOR CLASS public.down FOR TYPE integer USING btree FAMILY public.down AS
  FUNCTION 1 (integer,integer) public.cmp(integer,integer),
  OPERATOR 1 >(integer,integer),
  OPERATOR 2 >=(integer,integer),
  OPERATOR 3 =(integer,integer),
  OPERATOR 4 <=(integer,integer),
  OPERATOR 5 <(integer,integer);
CREATE INDEX i ON public.t (n public.down);
