-- # one
CREATE TYPE public.e AS ENUM ('a', 'b');

-- # none in it
CREATE TYPE public.e AS ENUM ();

-- # a value at the end
ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';

-- # values in between
ALTER TYPE public.e ADD VALUE 'a' BEFORE 'b';
ALTER TYPE public.e ADD VALUE 'c' AFTER 'b';
ALTER TYPE public.e ADD VALUE 'e' AFTER 'd';

-- # a value, under a column
ALTER TYPE public.e ADD VALUE 'm' AFTER 'a';

-- # values less in two with names of 63 bytes, beside one that has the name meant for a while
ALTER TYPE public."éééééééééééééééééééééééééééééééb" RENAME TO "éééééééééééééééééééééééé_8d1a50a1__old";
ALTER TYPE public."éééééééééééééééééééééééééééééééa" RENAME TO "éééééééééééééééééééééééé_1d8626a0__old";
ALTER TYPE public.e RENAME TO e__old2;
CREATE TYPE public.e AS ENUM ('a');
CREATE TYPE public."éééééééééééééééééééééééééééééééa" AS ENUM ('a');
CREATE TYPE public."éééééééééééééééééééééééééééééééb" AS ENUM ('a');
ALTER TABLE public.t ALTER COLUMN a TYPE public."éééééééééééééééééééééééééééééééa" USING a::text::public."éééééééééééééééééééééééééééééééa";
ALTER TABLE public.t ALTER COLUMN b TYPE public."éééééééééééééééééééééééééééééééb" USING b::text::public."éééééééééééééééééééééééééééééééb";
ALTER TABLE public.t ALTER COLUMN c TYPE public.e USING c::text::public.e;
DROP TYPE public."éééééééééééééééééééééééé_8d1a50a1__old";
DROP TYPE public."éééééééééééééééééééééééé_1d8626a0__old";
DROP TYPE public.e__old2;

-- # a value less that a partial index, a check, a default, a view and a domain mention
DROP INDEX public.i;
ALTER TABLE public.t DROP CONSTRAINT t_check;
ALTER TABLE public.t ALTER COLUMN l DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN e DROP DEFAULT;
DROP VIEW public.v;
ALTER DOMAIN public.d DROP CONSTRAINT d_check;
ALTER DOMAIN public.d RENAME TO d__old;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'c');
CREATE DOMAIN public.d AS public.e;
ALTER TABLE public.t ALTER COLUMN e TYPE public.e USING e::text::public.e;
ALTER TABLE public.t ALTER COLUMN l TYPE public.e[] USING l::text[]::public.e[];
ALTER TABLE public.t ALTER COLUMN d TYPE public.d USING d::text::public.d;
CREATE VIEW public.v AS
SELECT t.n
   FROM public.t
  WHERE (t.e = 'a'::public.e);
CREATE INDEX i ON public.t (n) WHERE (e = 'a'::public.e);
DROP DOMAIN public.d__old;
DROP TYPE public.e__old;

-- # a value that is used at once
ALTER TYPE public.s ADD VALUE 'b' AFTER 'a';
ALTER TABLE public.t ADD COLUMN s public.s DEFAULT 'b'::public.s NOT NULL;

-- # a value that a check and an index use at once
ALTER TYPE public.s ADD VALUE 'b' AFTER 'a';
ALTER TABLE public.t ADD CONSTRAINT t_s_check CHECK ((s <> 'b'::public.s));
CREATE INDEX i ON public.t (s) WHERE (s = 'b'::public.s);

-- # another order
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('b', 'a');
ALTER TABLE public.t ALTER COLUMN e TYPE public.e USING e::text::public.e;
DROP TYPE public.e__old;

-- # other values, under a column with a default and an index
DROP INDEX public.i;
ALTER TABLE public.t ALTER COLUMN e DROP DEFAULT;
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b', 'new');
ALTER TABLE public.t ALTER COLUMN e TYPE public.e USING e::text::public.e;
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT 'b'::public.e;
CREATE INDEX i ON public.t (e) WHERE (e = 'a'::public.e);
DROP TYPE public.e__old;

-- # a column moves to another enum
ALTER TABLE public.t ALTER COLUMN e DROP DEFAULT;
CREATE TYPE public.y AS ENUM ('a', 'b', 'c');
ALTER TABLE public.t ALTER COLUMN e TYPE public.y USING e::text::public.y;
DROP TYPE public.x;
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT 'a'::public.y;

-- # an array of it, and a view and a function over it
ALTER TABLE public.t ALTER COLUMN e DROP DEFAULT;
DROP VIEW public.v;
DROP FUNCTION public.f(public.e);
ALTER TYPE public.e RENAME TO e__old;
CREATE TYPE public.e AS ENUM ('a', 'b');
CREATE FUNCTION public.f(public.e)
RETURNS public.e
LANGUAGE sql
AS $$ SELECT $1 $$;
ALTER TABLE public.t ALTER COLUMN e TYPE public.e[] USING e::text[]::public.e[];
CREATE VIEW public.v AS
SELECT t.e
   FROM public.t
  WHERE ('a'::public.e = ANY (t.e));
ALTER TABLE public.t ALTER COLUMN e SET DEFAULT '{a}'::public.e[];
DROP TYPE public.e__old;

-- # text becomes an enum
ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
CREATE TYPE public.e AS ENUM ('a', 'b');
ALTER TABLE public.t ALTER COLUMN s TYPE public.e USING s::public.e;
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'a'::public.e;

-- # odd values
ALTER TYPE public.e ADD VALUE '${x}' AFTER 'it''s';
ALTER TYPE public.e ADD VALUE '$1' AFTER '?';
ALTER TYPE public.e ADD VALUE E'a\\b' AFTER '$1';
ALTER TYPE public.e ADD VALUE '"q"' AFTER E'a\\b';
ALTER TYPE public.e ADD VALUE '' AFTER '"q"';
