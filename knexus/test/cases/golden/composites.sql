-- # one
CREATE TYPE public.c AS (
  a integer,
  "B" text COLLATE "C",
  d numeric(4,2)[]
);

-- # an empty one
CREATE TYPE public.c AS (
);

-- # one attribute more
ALTER TYPE public.c ADD ATTRIBUTE b text;

-- # an attribute of another type
ALTER TYPE public.c ALTER ATTRIBUTE a TYPE text;

-- # an attribute goes, under a column
ALTER TYPE public.c DROP ATTRIBUTE b;

-- # a comment on an attribute
COMMENT ON TYPE public.c IS 'c';
COMMENT ON COLUMN public.c.a IS 'a';

-- # inside another, and in a function
CREATE TYPE public.c AS (
  a integer
);
CREATE TYPE public.d AS (
  c public.c,
  cs public.c[]
);
CREATE FUNCTION public.f(public.c)
RETURNS SETOF public.d
LANGUAGE sql
AS $$ SELECT NULL::public.d $$;
