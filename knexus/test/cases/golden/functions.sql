-- # one in SQL and one in PL/pgSQL
CREATE FUNCTION public.f(a integer, b text DEFAULT 'x'::text)
RETURNS integer
LANGUAGE sql
AS $$ SELECT a $$;
CREATE FUNCTION public.g()
RETURNS void
LANGUAGE plpgsql
AS $body$ BEGIN RAISE NOTICE $$x$$; END $body$;

-- # another body
CREATE OR REPLACE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $$ SELECT 2 -- ? $1 '\ ${x}
$$;

-- # another result
DROP FUNCTION public.f();
CREATE FUNCTION public.f()
RETURNS text
LANGUAGE sql
AS $$ SELECT 'x' $$;

-- # another name for an argument
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(b integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT $1 $$;

-- # a default less
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(a integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT $1 $$;

-- # overloads
CREATE FUNCTION public.f(integer, integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 3 $$;
CREATE FUNCTION public.f(text)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 2 $$;

-- # every option
ALTER FUNCTION public.f() IMMUTABLE;
ALTER FUNCTION public.f() STRICT;
ALTER FUNCTION public.f() SECURITY DEFINER;
ALTER FUNCTION public.f() LEAKPROOF;
ALTER FUNCTION public.f() PARALLEL SAFE;
ALTER FUNCTION public.f() COST 5;
ALTER FUNCTION public.f() ROWS 10;
ALTER FUNCTION public.f() SET search_path TO 'public', 'Odd';
ALTER FUNCTION public.f() SET work_mem TO '1MB';

-- # out, inout, variadic and table
CREATE FUNCTION public.f(a integer, OUT b integer, INOUT c text)
RETURNS record
LANGUAGE sql
AS $$ SELECT 1, 'x'::text $$;
CREATE FUNCTION public.g(VARIADIC a integer[])
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 $$;
CREATE FUNCTION public.h(n integer)
RETURNS TABLE(x integer, "Y" text)
LANGUAGE sql
AS $$ SELECT 1, NULL::text $$;

-- # a body that PostgreSQL knows
CREATE FUNCTION public.f()
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
 SELECT count(*) AS count
    FROM public.t;
END;
CREATE FUNCTION public.g(a integer)
RETURNS integer
LANGUAGE sql
RETURN (a + 1);

-- # a procedure
DROP PROCEDURE public.p(integer);
CREATE PROCEDURE public.p(IN a integer, INOUT b integer DEFAULT 1)
LANGUAGE plpgsql SECURITY DEFINER
AS $$ BEGIN COMMIT; END $$;

-- # a function becomes a procedure
DROP FUNCTION public.f(integer);
CREATE PROCEDURE public.f(IN a integer)
LANGUAGE sql
AS $$ SELECT 1 $$;

-- # functions that call each other
CREATE FUNCTION public.a()
RETURNS integer
LANGUAGE plpgsql
AS $$ BEGIN RETURN b(); END $$;
CREATE FUNCTION public.b()
RETURNS integer
LANGUAGE plpgsql
AS $$ BEGIN RETURN a(); END $$;

-- # a body that is not right until later
CREATE TABLE public.later (
  id integer
);
CREATE FUNCTION public.f()
RETURNS SETOF public.later
LANGUAGE sql
AS $$ SELECT * FROM public.later $$;

-- # polymorphic and of a row type
CREATE FUNCTION public.f(anyelement, anyarray)
RETURNS anyelement
LANGUAGE sql
AS $$ SELECT $1 $$;
CREATE FUNCTION public.h(a integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 $$;
CREATE TABLE public.t (
  id integer
);
CREATE FUNCTION public.g(public.t, public.t[])
RETURNS public.t
LANGUAGE sql
AS $$ SELECT $1 $$;

-- # a function that a check, an index and a view use gets another body
CREATE OR REPLACE FUNCTION public.f(integer)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1 + 1 $$;

-- # a function that a check, an index and a view use gets another argument name
DROP INDEX public.i;
ALTER TABLE public.t DROP CONSTRAINT t_a_check;
DROP VIEW public.v;
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(b integer)
RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$ SELECT $1 $$;
CREATE VIEW public.v AS
SELECT public.f(t.a) AS f
   FROM public.t;
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK ((public.f(a) > 0));
CREATE INDEX i ON public.t (public.f(a));

-- # a window function and a transform are C; a support function of the system
CREATE FUNCTION public.s(integer, integer)
RETURNS SETOF integer
LANGUAGE internal IMMUTABLE STRICT SUPPORT generate_series_int4_support
AS 'generate_series_int4';
CREATE FUNCTION public.w()
RETURNS bigint
LANGUAGE internal WINDOW
AS 'window_row_number';
