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

-- # a column moves into a domain
CREATE DOMAIN public.d AS integer
  CONSTRAINT d_check CHECK ((VALUE > 0));
ALTER TABLE public.t ALTER COLUMN x TYPE public.d;
