-- # one
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON public.t USING ((id > 0));

-- # for another command and other roles
DROP POLICY p ON public.t;
CREATE POLICY p ON public.t FOR SELECT TO reader, writer USING ((n > 0));

-- # other roles only
ALTER POLICY p ON public.t TO "Odd role", postgres;

-- # other conditions
ALTER POLICY p ON public.t USING ((n > 1));
ALTER POLICY p ON public.t WITH CHECK ((n < 9));

-- # a condition less
DROP POLICY p ON public.t;
CREATE POLICY p ON public.t USING ((n > 0));

-- # restrictive
DROP POLICY p ON public.t;
CREATE POLICY p ON public.t AS RESTRICTIVE FOR INSERT WITH CHECK ((n < 9));

-- # one that calls a function and reads a table
CREATE FUNCTION public.me()
RETURNS integer
LANGUAGE sql STABLE
AS $$ SELECT 1 $$;
CREATE TABLE public.members (
  id integer
);
CREATE POLICY p ON public.t USING ((id IN ( SELECT m.id
   FROM public.members m
  WHERE (m.id = public.me()))));
COMMENT ON POLICY p ON public.t IS 'p';
