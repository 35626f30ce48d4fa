import { evolutions } from './evolution.ts'

evolutions('kinds/clusterings', [
  {
    name: 'on an index, and on another',
    from: 'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE INDEX i ON a (n); CLUSTER a USING i',
    to: 'CREATE TABLE a (id int PRIMARY KEY, n int); CREATE INDEX i ON a (n); CLUSTER a USING a_pkey',
    there: ['ALTER TABLE public.a SET WITHOUT CLUSTER', 'ALTER TABLE public.a CLUSTER ON a_pkey'],
    back: ['ALTER TABLE public.a SET WITHOUT CLUSTER', 'ALTER TABLE public.a CLUSTER ON i'],
  },
  {
    name: 'no more',
    both: 'CREATE TABLE a (id int PRIMARY KEY)',
    from: 'CLUSTER a USING a_pkey',
    to: '',
    there: ['ALTER TABLE public.a SET WITHOUT CLUSTER'],
    back: ['ALTER TABLE public.a CLUSTER ON a_pkey'],
  },
])
