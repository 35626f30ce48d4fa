import { evolutions } from './evolution.ts'

evolutions('kinds/rules', [
  {
    name: 'it is replaced, switched off and on',
    both: 'CREATE TABLE t (a int); CREATE TABLE l (a int)',
    from: 'CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO l VALUES (NEW.a)',
    to: 'CREATE RULE r AS ON DELETE TO t WHERE OLD.a > 1 DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE r',
    there: ['CREATE OR REPLACE RULE r AS ON DELETE TO public.t', 'ALTER TABLE public.t DISABLE RULE r'],
    back: [
      'CREATE OR REPLACE RULE r AS ON INSERT TO public.t DO  INSERT INTO public.l (a)',
      'ALTER TABLE public.t ENABLE RULE r',
    ],
  },
])
