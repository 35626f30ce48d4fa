-- # one
CREATE TRIGGER g
BEFORE INSERT OR UPDATE OF n, id ON public.t
FOR EACH ROW
EXECUTE FUNCTION public.f();

-- # another timing
CREATE OR REPLACE TRIGGER g
AFTER DELETE OR TRUNCATE ON public.t
FOR EACH STATEMENT
EXECUTE FUNCTION public.f();

-- # a condition and arguments
CREATE OR REPLACE TRIGGER g
BEFORE UPDATE ON public.t
FOR EACH ROW WHEN ((old.n IS DISTINCT FROM new.n))
EXECUTE FUNCTION public.f('a', 'it''s', '?');

-- # disabled, replica and always
ALTER TABLE public.t DISABLE TRIGGER a;
ALTER TABLE public.t ENABLE REPLICA TRIGGER b;
ALTER TABLE public.t ENABLE ALWAYS TRIGGER c;

-- # a constraint trigger
CREATE CONSTRAINT TRIGGER g
AFTER INSERT ON public.t
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW
EXECUTE FUNCTION public.f();

-- # a constraint trigger from another table
DROP TRIGGER g ON public.t;
CREATE CONSTRAINT TRIGGER g
AFTER INSERT ON public.t
FROM public.u NOT DEFERRABLE
FOR EACH ROW
EXECUTE FUNCTION public.f();

-- # transition tables
CREATE TRIGGER g
AFTER UPDATE ON public.t
REFERENCING OLD TABLE AS o NEW TABLE AS "N"
FOR EACH STATEMENT
EXECUTE FUNCTION public.f();

-- # a comment
COMMENT ON TRIGGER g ON public.t IS 'g';

-- # on a partitioned table
CREATE TRIGGER g
AFTER INSERT ON public.p
FOR EACH ROW
EXECUTE FUNCTION public.f();

-- # disabled on one partition
ALTER TABLE public.p1 DISABLE TRIGGER g;
