import { evolutions } from './evolution.ts'

evolutions('kinds/partitions', [
  {
    name: 'a partitioned table with keys, indexes, checks and a foreign key',
    both: 'CREATE TABLE o (id int PRIMARY KEY)',
    from: '',
    to: `CREATE TABLE p (id int, d date, o int REFERENCES o, PRIMARY KEY (id, d), CHECK (id > 0)) PARTITION BY RANGE (d); CREATE INDEX i ON p (o); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE rest PARTITION OF p DEFAULT`,
    there: [
      'CREATE TABLE public.p (',
      'CREATE TABLE public.p1 (',
      'CREATE TABLE public.rest (',
      'ALTER TABLE public.p ADD CONSTRAINT p_o_fkey FOREIGN KEY (o) REFERENCES public.o(id)',
      'CREATE INDEX i ON ONLY public.p (o)',
      'CREATE INDEX p1_o_idx ON public.p1 (o)',
      'CREATE INDEX rest_o_idx ON public.rest (o)',
      `ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')`,
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.rest DEFAULT',
    ],
    back: ['DROP TABLE public.rest', 'DROP TABLE public.p1', 'DROP TABLE public.p'],
  },
  {
    name: 'what the parent gets and loses, its partitions do',
    from: 'CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE TABLE p2 PARTITION OF p DEFAULT',
    to: 'CREATE TABLE p (id int, n bigint NOT NULL DEFAULT 5, CHECK (n > 1)) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10); CREATE TABLE p2 PARTITION OF p DEFAULT; ALTER TABLE p1 ALTER n SET DEFAULT 7',
    rows: 'INSERT INTO p VALUES (1), (20)',
    there: [
      'ALTER TABLE public.p ADD COLUMN n bigint DEFAULT 5 NOT NULL',
      'ALTER TABLE ONLY public.p1 ALTER COLUMN n SET DEFAULT 7',
      'ALTER TABLE public.p ADD CONSTRAINT p_n_check CHECK ((n > 1))',
    ],
    back: ['ALTER TABLE public.p DROP CONSTRAINT p_n_check', 'ALTER TABLE public.p DROP COLUMN n'],
  },
  {
    name: 'detached, while the parent loses a column that it keeps',
    from: 'CREATE TABLE p (id int PRIMARY KEY, e text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    to: 'CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 (id int PRIMARY KEY, e text)',
    rows: `INSERT INTO p VALUES (1, 'x')`,
    there: ['ALTER TABLE ONLY public.p DETACH PARTITION public.p1', 'ALTER TABLE public.p DROP COLUMN e'],
    back: [
      'ALTER TABLE public.p ADD COLUMN e text',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10)',
    ],
  },
  {
    name: 'the parent goes and the partition stays',
    from: 'CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    to: 'CREATE TABLE p1 (id int PRIMARY KEY)',
    rows: 'INSERT INTO p VALUES (1)',
    there: ['ALTER TABLE ONLY public.p DETACH PARTITION public.p1', 'DROP TABLE public.p'],
    back: [
      'CREATE TABLE public.p (',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10)',
    ],
  },
  {
    name: 'other bounds',
    both: 'CREATE TABLE p (id int) PARTITION BY RANGE (id)',
    from: 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    to: 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (20)',
    rows: 'INSERT INTO p VALUES (1)',
    there: [
      'ALTER TABLE ONLY public.p DETACH PARTITION public.p1',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (20)',
    ],
    back: [
      'ALTER TABLE ONLY public.p DETACH PARTITION public.p1',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10)',
    ],
  },
  {
    name: 'its key changes its type: nothing can be kept',
    from: 'CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    to: 'CREATE TABLE p (id bigint) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10)',
    there: [
      'DROP TABLE public.p1',
      'DROP TABLE public.p',
      'CREATE TABLE public.p (',
      'CREATE TABLE public.p1 (',
      `ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM ('1') TO ('10')`,
    ],
    back: [
      'DROP TABLE public.p1',
      'DROP TABLE public.p',
      'CREATE TABLE public.p (',
      'CREATE TABLE public.p1 (',
      'ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (10)',
    ],
  },
])
