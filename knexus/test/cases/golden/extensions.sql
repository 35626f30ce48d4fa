-- # one
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;

-- # in a namespace of its own, with users
CREATE SCHEMA x;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA x;
CREATE TABLE public.t (
  c x.citext,
  CONSTRAINT t_c_key UNIQUE (c)
);

-- # an operator class from it
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX i ON public.t USING gin (s public.gin_trgm_ops);

-- # another namespace
ALTER EXTENSION citext SET SCHEMA x;

-- # one that cannot be moved, in another namespace
DROP EXTENSION xml2;
CREATE EXTENSION IF NOT EXISTS xml2 WITH SCHEMA b;

-- # what it owns is not ours
CREATE TABLE public.t (
  h public.hstore
);

-- # a comment on it
COMMENT ON EXTENSION citext IS 'mine';
