import { evolutions } from './evolution.ts'

evolutions('kinds/index-attachments', [
  {
    name: 'an index for all partitions',
    both: 'CREATE TABLE p (id int, n int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    from: '',
    to: 'CREATE INDEX i ON p (n)',
    there: [
      'CREATE INDEX i ON ONLY public.p (n)',
      'CREATE INDEX p1_n_idx ON public.p1 (n)',
      'ALTER INDEX public.i ATTACH PARTITION public.p1_n_idx',
    ],
    back: ['DROP INDEX public.i'],
  },
  {
    name: 'one that was there already: the partition keeps it on the way there, and loses it with the parent index on the way back',
    both: 'CREATE TABLE p (id int, n int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE INDEX mine ON p1 (n)',
    from: '',
    to: 'CREATE INDEX i ON ONLY p (n); ALTER INDEX i ATTACH PARTITION mine',
    there: ['CREATE INDEX i ON ONLY public.p (n)', 'ALTER INDEX public.i ATTACH PARTITION public.mine'],
    back: ['DROP INDEX public.i', 'CREATE INDEX mine ON public.p1 (n)'],
  },
  {
    name: 'a twin that must not be taken',
    from: '',
    to: 'CREATE TABLE p (id int, n int) PARTITION BY RANGE (id); CREATE INDEX i ON p (n); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE INDEX a_twin ON p1 (n)',
    there: [
      'CREATE TABLE public.p (',
      'CREATE TABLE public.p1 (',
      'CREATE INDEX i ON ONLY public.p (n)',
      'CREATE INDEX p1_n_idx ON public.p1 (n)',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10)',
      'CREATE INDEX a_twin ON public.p1 (n)',
    ],
    back: ['DROP TABLE public.p1', 'DROP TABLE public.p'],
  },
])
