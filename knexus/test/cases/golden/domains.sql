-- # one
CREATE DOMAIN public.d AS text COLLATE "C" NOT NULL DEFAULT 'x'::text
  CONSTRAINT d_check CHECK ((VALUE <> ''::text))
  CONSTRAINT short CHECK ((length(VALUE) < 10));

-- # another default
ALTER DOMAIN public.d SET DEFAULT 2;

-- # not null
ALTER DOMAIN public.d SET NOT NULL;

-- # another check
ALTER DOMAIN public.d DROP CONSTRAINT c;
ALTER DOMAIN public.d ADD CONSTRAINT c CHECK ((VALUE > 1));

-- # a check, not valid
ALTER DOMAIN public.d ADD CONSTRAINT c CHECK ((VALUE > 1)) NOT VALID;

-- # another base type, under a column
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS bigint;
ALTER TABLE public.t ALTER COLUMN d TYPE public.d USING d::text::public.d;
DROP DOMAIN public.d__old;

-- # a comment on its check
COMMENT ON DOMAIN public.d IS 'd';
COMMENT ON CONSTRAINT c ON DOMAIN public.d IS 'c';

-- # over a domain, and an array
CREATE DOMAIN public.d AS integer;
CREATE DOMAIN public.dd AS public.d
  CONSTRAINT dd_check CHECK (((VALUE)::integer > 0));
CREATE DOMAIN public.a AS text[];
CREATE TABLE public.t (
  x public.dd,
  y public.a,
  z public.d[]
);

-- # a check, under a column of an array of it
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS integer
  CONSTRAINT c CHECK ((VALUE > 0));
ALTER TABLE public.t ALTER COLUMN a TYPE public.d[] USING a::text[]::public.d[];
DROP DOMAIN public.d__old;

-- # checks and NOT NULL, under a column of a composite type
ALTER DOMAIN public.d DROP CONSTRAINT c;
ALTER TYPE public.p RENAME TO p__old;
ALTER DOMAIN public.e RENAME TO e__old;
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS integer NOT NULL
  CONSTRAINT c CHECK ((VALUE > 1))
  CONSTRAINT more CHECK ((VALUE < 100));
CREATE DOMAIN public.e AS public.d
  CONSTRAINT e_check CHECK (((VALUE)::integer <> 5));
CREATE TYPE public.p AS (
  x public.e,
  y text
);
ALTER TABLE public.t ALTER COLUMN p TYPE public.p USING p::text::public.p;
DROP TYPE public.p__old;
DROP DOMAIN public.e__old;
DROP DOMAIN public.d__old;

-- # a check that is looked at, under a column of a composite type
ALTER DOMAIN public.d DROP CONSTRAINT c;
ALTER TYPE public.p RENAME TO p__old;
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS integer
  CONSTRAINT c CHECK ((VALUE > 0));
CREATE TYPE public.p AS (
  x public.d
);
ALTER TABLE public.t ALTER COLUMN p TYPE public.p USING p::text::public.p;
DROP TYPE public.p__old;
DROP DOMAIN public.d__old;

-- # a check, while the column of a composite type goes
ALTER TABLE public.t DROP COLUMN p;
ALTER TYPE public.p RENAME TO p__old;
ALTER DOMAIN public.d RENAME TO d__old;
CREATE DOMAIN public.d AS integer
  CONSTRAINT d_check CHECK ((VALUE > 0));
CREATE TYPE public.p AS (
  x public.d
);
DROP TYPE public.p__old;
DROP DOMAIN public.d__old;

-- # a check, while a column of a composite type comes
ALTER DOMAIN public.d DROP NOT NULL;
ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK ((VALUE > 0));
ALTER TABLE public.t ADD COLUMN p public.p;

-- # a column moves into a domain
CREATE DOMAIN public.d AS integer
  CONSTRAINT d_check CHECK ((VALUE > 0));
ALTER TABLE public.t ALTER COLUMN x TYPE public.d;
