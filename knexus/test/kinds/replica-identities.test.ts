import { evolutions } from './evolution.ts'

evolutions('kinds/replica-identities', [
  {
    name: 'by a key, by an index, by the whole row',
    from: 'CREATE TABLE a (id int NOT NULL); CREATE UNIQUE INDEX i ON a (id); CREATE TABLE b (id int NOT NULL, CONSTRAINT k UNIQUE (id)); CREATE TABLE c (id int)',
    to: 'CREATE TABLE a (id int NOT NULL); CREATE UNIQUE INDEX i ON a (id); CREATE TABLE b (id int NOT NULL, CONSTRAINT k UNIQUE (id)); CREATE TABLE c (id int); ALTER TABLE a REPLICA IDENTITY USING INDEX i; ALTER TABLE b REPLICA IDENTITY USING INDEX k; ALTER TABLE c REPLICA IDENTITY FULL',
    there: [
      'ALTER TABLE public.a REPLICA IDENTITY USING INDEX i',
      'ALTER TABLE public.b REPLICA IDENTITY USING INDEX k',
      'ALTER TABLE public.c REPLICA IDENTITY FULL',
    ],
    back: [
      'ALTER TABLE public.c REPLICA IDENTITY DEFAULT',
      'ALTER TABLE public.b REPLICA IDENTITY DEFAULT',
      'ALTER TABLE public.a REPLICA IDENTITY DEFAULT',
    ],
  },
  {
    name: 'its index is made anew',
    from: 'CREATE TABLE a (id int NOT NULL, n int NOT NULL); CREATE UNIQUE INDEX i ON a (id); ALTER TABLE a REPLICA IDENTITY USING INDEX i',
    to: 'CREATE TABLE a (id int NOT NULL, n int NOT NULL); CREATE UNIQUE INDEX i ON a (id, n); ALTER TABLE a REPLICA IDENTITY USING INDEX i',
    there: [
      'ALTER TABLE public.a REPLICA IDENTITY DEFAULT',
      'DROP INDEX public.i',
      'CREATE UNIQUE INDEX i ON public.a (id, n)',
      'ALTER TABLE public.a REPLICA IDENTITY USING INDEX i',
    ],
    back: [
      'ALTER TABLE public.a REPLICA IDENTITY DEFAULT',
      'DROP INDEX public.i',
      'CREATE UNIQUE INDEX i ON public.a (id)',
      'ALTER TABLE public.a REPLICA IDENTITY USING INDEX i',
    ],
  },
])
