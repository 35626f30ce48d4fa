-- # one
CREATE VIEW public.v AS
SELECT t.id,
    (t.a + 1) AS b
   FROM public.t
  WHERE (t.s IS NOT NULL);

-- # one column more
CREATE OR REPLACE VIEW public.v AS
SELECT t.id,
    t.a
   FROM public.t;

-- # one column less
DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT t.a
   FROM public.t;

-- # other names for its columns
DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT t.id AS "Id"
   FROM public.t;

-- # options
ALTER VIEW public.v SET (security_barrier=true, check_option=cascaded);

-- # security invoker
ALTER VIEW public.v SET (security_invoker=true);

-- # local check option to cascaded
ALTER VIEW public.v SET (check_option=cascaded);

-- # a default for its column
ALTER TABLE public.v ALTER COLUMN s SET DEFAULT 'x'::text;

-- # recursive, with and without
CREATE VIEW public.v AS
WITH RECURSIVE v(n) AS (
         VALUES (1)
        UNION ALL
         SELECT (v_1.n + 1)
           FROM v v_1
          WHERE (v_1.n < 5)
        )
 SELECT v.n
   FROM v;
CREATE VIEW public.w AS
WITH x AS MATERIALIZED (
         SELECT t.id
           FROM public.t
        )
 SELECT x.id,
    y.d
   FROM (x
     LEFT JOIN LATERAL ( SELECT (x.id * 2) AS d) y ON (true));

-- # grouped by a key, which needs the key
CREATE TABLE public.k (
  id integer NOT NULL,
  s text,
  CONSTRAINT k_pkey PRIMARY KEY (id)
);
CREATE VIEW public.v AS
SELECT k.id,
    k.s,
    count(*) AS n
   FROM public.k
  GROUP BY k.id;

-- # a chain of views over a new column
ALTER TABLE public.t ADD COLUMN extra integer;
CREATE OR REPLACE VIEW public.v AS
SELECT t.id,
    t.extra
   FROM public.t;
CREATE OR REPLACE VIEW public.w AS
SELECT v.id,
    v.extra
   FROM public.v;

-- # a view turns into a materialized one
DROP VIEW public.v;
CREATE MATERIALIZED VIEW public.v AS
SELECT t.id
   FROM public.t;

-- # instead of triggers and rules on it
CREATE RULE r AS ON DELETE TO public.v DO INSTEAD NOTHING;
CREATE TRIGGER g
INSTEAD OF INSERT ON public.v
FOR EACH ROW
EXECUTE FUNCTION public.f();
