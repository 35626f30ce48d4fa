-- # one
CREATE STATISTICS public.s ON a, b FROM public.t;

-- # other kinds and a target
DROP STATISTICS public.s;
CREATE STATISTICS public.s (dependencies, mcv) ON a, b FROM public.t;
ALTER STATISTICS public.s SET STATISTICS 50;

-- # a target only
ALTER STATISTICS public.s SET STATISTICS 0;

-- # of expressions
CREATE STATISTICS public.one ON (a * 2) FROM public.t;
CREATE STATISTICS public.s ON a, (a % 10), lower(b) FROM public.t;
