-- # a default calls one whose body names a sequence
CREATE SEQUENCE public.zz;
CREATE FUNCTION public.f()
RETURNS text
LANGUAGE sql
AS $$SELECT nextval('public.zz')::text$$;
ALTER TABLE public.t ADD COLUMN a text DEFAULT public.f();

-- # a check of a domain calls one whose body calls another
CREATE FUNCTION public.zz(integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT $1 $$;
CREATE FUNCTION public.f(integer)
RETURNS boolean
LANGUAGE sql
AS $$ SELECT public.zz($1) > 0 $$;
ALTER DOMAIN public.d ADD CONSTRAINT d_check CHECK (public.f(VALUE));

-- # a check calls one whose body reads a table and a view
CREATE TABLE public.zz (
  id integer
);
CREATE VIEW public.zy AS
SELECT zz.id
   FROM public.zz;
CREATE FUNCTION public.f(a integer)
RETURNS boolean
LANGUAGE plpgsql
AS $$BEGIN RETURN NOT EXISTS (SELECT FROM zy WHERE id = a); END$$;
ALTER TABLE public.t ADD CONSTRAINT t_id_check CHECK (public.f(id));

-- # two whose bodies name each other, and the table whose default calls one
CREATE FUNCTION public.f()
RETURNS bigint
LANGUAGE plpgsql
AS $$BEGIN RETURN (SELECT count(*) FROM t) + g(); END$$;
CREATE FUNCTION public.g()
RETURNS bigint
LANGUAGE plpgsql
AS $$BEGIN RETURN f(); END$$;
CREATE TABLE public.t (
  id integer,
  n bigint DEFAULT public.f()
);
