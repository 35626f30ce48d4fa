-- # on a table and its columns
GRANT DELETE, INSERT, REFERENCES, SELECT, TRIGGER, TRUNCATE, UPDATE ON TABLE public.t TO PUBLIC;
GRANT INSERT, SELECT ON TABLE public.t TO reader;
GRANT UPDATE (n) ON TABLE public.t TO writer WITH GRANT OPTION;

-- # fewer
REVOKE INSERT, SELECT, UPDATE ON TABLE public.t FROM writer;
REVOKE INSERT, UPDATE ON TABLE public.t FROM reader;

-- # grant option less
REVOKE GRANT OPTION FOR SELECT ON TABLE public.t FROM reader;

-- # taken from the owner
REVOKE DELETE, INSERT ON TABLE public.t FROM CURRENT_USER;

-- # on every sort of object
CREATE SCHEMA s;
CREATE TYPE public.e AS ENUM ('a');
CREATE DOMAIN public.d AS integer;
CREATE FUNCTION public.f()
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 $$;
CREATE PROCEDURE public.pr()
LANGUAGE sql
AS $$$$;
CREATE SEQUENCE public.q;
CREATE VIEW public.v AS
SELECT 1 AS x;
REVOKE USAGE ON TYPE public.e FROM PUBLIC;
GRANT USAGE ON TYPE public.d TO writer;
REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE public.pr() TO reader;
GRANT USAGE ON SEQUENCE public.q TO reader;
GRANT SELECT ON TABLE public.v TO reader;
GRANT USAGE ON SCHEMA s TO reader;

-- # of a function are kept when it is made again
DROP FUNCTION public.f(integer);
CREATE FUNCTION public.f(b integer)
RETURNS integer
LANGUAGE sql
AS $$ SELECT 1 $$;
REVOKE EXECUTE ON FUNCTION public.f(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.f(integer) TO reader;

-- # an owner
ALTER TYPE public.e OWNER TO writer;
ALTER FUNCTION public.f() OWNER TO writer;
ALTER TABLE public.t OWNER TO writer;
ALTER SEQUENCE public.q OWNER TO "Odd role";
ALTER VIEW public.v OWNER TO reader;
ALTER SCHEMA s OWNER TO writer;

-- # default privileges
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT INSERT, SELECT ON TABLES TO writer;
ALTER DEFAULT PRIVILEGES FOR ROLE writer REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO reader;

-- # default privileges under a new table
CREATE TABLE public.t (
  id integer
);
CREATE TABLE public.u (
  id integer
);
GRANT SELECT ON TABLE public.t TO reader;
REVOKE SELECT ON TABLE public.u FROM reader;

-- # on a foreign server and wrapper
GRANT USAGE ON FOREIGN SERVER s TO writer;
GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader;
