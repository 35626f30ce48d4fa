-- # over tables that exchange their names, and keys that keep theirs
DROP VIEW public.v;
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
ALTER TABLE public.b DROP COLUMN m;
ALTER TABLE public.a DROP COLUMN n;
ALTER TABLE public.b ALTER COLUMN id SET NOT NULL;
ALTER TABLE public.b ADD COLUMN n text;
ALTER TABLE public.a ALTER COLUMN id DROP NOT NULL;
ALTER TABLE public.a ADD COLUMN m text;
ALTER TABLE public.b ADD CONSTRAINT a_pkey PRIMARY KEY (id);
CREATE VIEW public.v AS
SELECT b.id,
    b.n
   FROM public.b
  GROUP BY b.id;

-- # a view with owner, privileges, comments and options
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE VIEW public.v WITH (security_barrier=true) AS
SELECT t.n
   FROM public.t;
COMMENT ON VIEW public.v IS 'v';
COMMENT ON COLUMN public.v.n IS 'n';
ALTER VIEW public.v OWNER TO writer;
GRANT SELECT ON TABLE public.v TO reader;
GRANT UPDATE (n) ON TABLE public.v TO writer;

-- # a materialized view with an index over a view
DROP MATERIALIZED VIEW public.m;
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN n TYPE numeric;
CREATE VIEW public.v AS
SELECT t.n
   FROM public.t;
CREATE MATERIALIZED VIEW public.m AS
SELECT v.n
   FROM public.v;
CREATE INDEX i ON public.m (n);

-- # a policy
DROP POLICY p ON public.t;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE POLICY p ON public.t USING ((n > 0));

-- # a policy of another table
DROP POLICY p ON public.u;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE POLICY p ON public.u USING ((EXISTS ( SELECT
   FROM public.t
  WHERE (t.n = u.n))));

-- # a trigger on the column, with a condition
DROP TRIGGER g ON public.t;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE TRIGGER g
BEFORE UPDATE OF n ON public.t
FOR EACH ROW WHEN ((old.n < new.n))
EXECUTE FUNCTION public.f();

-- # a generated column and its function
ALTER TABLE public.t DROP COLUMN g;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
ALTER TABLE public.t ADD COLUMN g text GENERATED ALWAYS AS (public.f((n)::numeric)) STORED;

-- # a function with the row type, in SQL
ALTER TABLE public.t ADD COLUMN m text;

-- # a function with a body that PostgreSQL knows
DROP FUNCTION public.f();
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE FUNCTION public.f()
RETURNS numeric
LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(t.n) AS sum
    FROM public.t;
END;

-- # a rule
DROP RULE r ON public.t;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE RULE r AS ON UPDATE TO public.t
   WHERE (old.n <> new.n) DO  INSERT INTO public.log (n)
  VALUES (new.n);

-- # statistics
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;

-- # a partition key stays, its neighbour changes
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE VIEW public.v AS
SELECT t1.n
   FROM public.t1;

-- # a publication with columns and a filter
ALTER PUBLICATION p DROP TABLE ONLY public.t;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
ALTER PUBLICATION p ADD TABLE ONLY public.t (id, n) WHERE ((id > 0));

-- # a function that returns the row of a view
DROP FUNCTION public.f();
DROP VIEW public.v;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
CREATE VIEW public.v AS
SELECT t.n
   FROM public.t;
CREATE FUNCTION public.f()
RETURNS SETOF public.v
LANGUAGE sql
AS $$ SELECT * FROM public.v $$;

-- # a default that calls a function, which changes its type
ALTER TABLE public.t ALTER COLUMN n DROP DEFAULT;
DROP FUNCTION public.f();
CREATE FUNCTION public.f()
RETURNS bigint
LANGUAGE sql
AS $$ SELECT 1::bigint $$;
ALTER TABLE public.t ALTER COLUMN n TYPE bigint;
ALTER TABLE public.t ALTER COLUMN n SET DEFAULT public.f();
