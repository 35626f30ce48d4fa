-- # one
CREATE RULE r AS ON INSERT TO public.t
   WHERE (new.id > 0) DO  INSERT INTO public.log (id)
  VALUES (new.id);

-- # another action, disabled
CREATE OR REPLACE RULE r AS ON DELETE TO public.t DO ( INSERT INTO public.log (id)
  VALUES (1);
 INSERT INTO public.log (id)
  VALUES (2);
);
ALTER TABLE public.t DISABLE RULE r;
COMMENT ON RULE r ON public.t IS 'r';
