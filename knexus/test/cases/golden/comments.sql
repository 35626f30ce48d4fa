-- # on a table and a column
COMMENT ON TABLE public.t IS E'it''s \\ ? $1 ${x}
next line';
COMMENT ON COLUMN public.t.n IS 'two';

-- # on parts of a table
COMMENT ON INDEX public.i IS 'i';
COMMENT ON CONSTRAINT c ON public.t IS 'c';
COMMENT ON CONSTRAINT k ON public.t IS 'k';

-- # on everything else
COMMENT ON TYPE public.e IS 'e';
COMMENT ON FUNCTION public.f(integer) IS 'f';
COMMENT ON PROCEDURE public.p() IS 'p';
COMMENT ON SEQUENCE public.q IS 'q';
COMMENT ON VIEW public.v IS 'v';
COMMENT ON SCHEMA s IS 's';
COMMENT ON STATISTICS public.st IS 'st';
COMMENT ON COLLATION public.c IS 'c';

-- # on the public namespace
COMMENT ON SCHEMA public IS 'ours';

-- # on the index of a constraint
COMMENT ON INDEX public.k IS 'the index';
COMMENT ON CONSTRAINT k ON public.t IS 'the constraint';

-- # on an object that is made again
DROP INDEX public.i;
CREATE INDEX i ON public.t (a DESC);
COMMENT ON INDEX public.i IS 'kept';
