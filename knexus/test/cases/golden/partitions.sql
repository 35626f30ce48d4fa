-- # by list, range and hash
CREATE TABLE public.h (
  id integer
) PARTITION BY HASH (id);
CREATE TABLE public.h0 (
  id integer
);
CREATE TABLE public.l (
  k text
) PARTITION BY LIST (k);
CREATE TABLE public.l1 (
  k text
);
CREATE TABLE public.r (
  a integer,
  b date
) PARTITION BY RANGE (a, b);
CREATE TABLE public.r1 (
  a integer,
  b date
);
CREATE TABLE public.r2 (
  a integer,
  b date
);
ALTER TABLE ONLY public.h ATTACH PARTITION public.h0 FOR VALUES WITH (modulus 2, remainder 0);
ALTER TABLE ONLY public.l ATTACH PARTITION public.l1 FOR VALUES IN ('a', 'it''s', NULL);
ALTER TABLE ONLY public.r ATTACH PARTITION public.r1 FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, '2020-01-01');
ALTER TABLE ONLY public.r ATTACH PARTITION public.r2 DEFAULT;

-- # by an expression, with a class and a collation
CREATE TABLE public.p (
  s text,
  n integer
) PARTITION BY RANGE (lower(s) COLLATE "C" text_pattern_ops, ((n + 1)));

-- # one more
CREATE TABLE public.p2 (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p2 FOR VALUES IN (2, 3);

-- # attached and detached
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);

-- # other bounds
ALTER TABLE ONLY public.p DETACH PARTITION public.p1;
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (20);

-- # a default partition
CREATE TABLE public.pd (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.pd DEFAULT;

-- # below a partition
CREATE TABLE public.p (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
) PARTITION BY LIST (k);
CREATE TABLE public.p1 (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
) PARTITION BY RANGE (at);
CREATE TABLE public.p1a (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);
ALTER TABLE ONLY public.p1 ATTACH PARTITION public.p1a FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');

-- # an index for all
CREATE INDEX i ON ONLY public.p (id);
CREATE INDEX p1_id_idx ON public.p1 (id);
CREATE INDEX p2_id_idx ON public.p2 (id);
ALTER INDEX public.i ATTACH PARTITION public.p1_id_idx;
ALTER INDEX public.i ATTACH PARTITION public.p2_id_idx;

-- # an index attached by hand
CREATE INDEX i ON ONLY public.p (id);
ALTER INDEX public.mine SET (fillfactor=50);
ALTER INDEX public.i ATTACH PARTITION public.mine;

-- # an index attached by another name
DROP INDEX public.i;
CREATE INDEX i ON ONLY public.p (id);
CREATE INDEX mine ON public.p1 (id);
ALTER INDEX public.i ATTACH PARTITION public.mine;

-- # a key whose index is attached by another name
ALTER TABLE public.p DROP CONSTRAINT pk;
ALTER TABLE ONLY public.p ADD CONSTRAINT pk PRIMARY KEY (id, k);
ALTER TABLE public.p1 ADD CONSTRAINT mine PRIMARY KEY (id, k);
ALTER INDEX public.pk ATTACH PARTITION public.mine;

-- # a key attached to an index that is none
DROP INDEX public.i CASCADE;

-- # a key that stays when the index it is attached to goes, and a foreign key to it
ALTER TABLE public.b DROP CONSTRAINT b_k_fkey;
DROP INDEX public.i CASCADE;
ALTER TABLE public.p1 ADD CONSTRAINT mine UNIQUE (k);
ALTER TABLE public.b ADD CONSTRAINT b_k_fkey FOREIGN KEY (k) REFERENCES public.p1(k);

-- # keys of parts of parts attached to an index that is none, and a foreign key that goes too
ALTER TABLE public.b DROP CONSTRAINT b_k_fkey;
DROP INDEX public.i CASCADE;

-- # a partition whose key is attached to an index that goes, and is detached
ALTER TABLE ONLY public.p DETACH PARTITION public.p1;
DROP INDEX public.i CASCADE;

-- # a primary key that another one follows when the index it is attached to goes
DROP INDEX public.i CASCADE;
ALTER TABLE public.p1 ADD CONSTRAINT another PRIMARY KEY (k, id);

-- # an index that a key is attached to gets other parameters
DROP INDEX public.i CASCADE;
CREATE UNIQUE INDEX i ON ONLY public.p (k) WITH (fillfactor=50);
ALTER TABLE public.p1 ADD CONSTRAINT mine PRIMARY KEY (k);
ALTER INDEX public.i ATTACH PARTITION public.mine;

-- # a foreign key to the key of a partition, and the key of all goes
ALTER TABLE public.b DROP CONSTRAINT b_k_fkey;
ALTER TABLE public.p DROP CONSTRAINT pk;

-- # an index for the parent only
CREATE INDEX i ON ONLY public.p (id);

-- # a key for all
ALTER TABLE ONLY public.p ADD CONSTRAINT p_pkey PRIMARY KEY (id, k);
ALTER TABLE public.p1 ADD CONSTRAINT p1_pkey PRIMARY KEY (id, k);
ALTER INDEX public.p_pkey ATTACH PARTITION public.p1_pkey;

-- # a foreign key from it and to it
ALTER TABLE public.b ADD CONSTRAINT b_id_k_fkey FOREIGN KEY (id, k) REFERENCES public.p(id, k);
ALTER TABLE public.p ADD CONSTRAINT p_id_fkey FOREIGN KEY (id) REFERENCES public.a(id);

-- # a column and a default for all, and one of its own
ALTER TABLE public.p ADD COLUMN s text DEFAULT 's'::text NOT NULL;
ALTER TABLE ONLY public.p1 ALTER COLUMN s SET DEFAULT 'own'::text;

-- # a check on one partition
ALTER TABLE public.p ADD CONSTRAINT every CHECK ((k > 0));
ALTER TABLE public.p1 ADD CONSTRAINT own CHECK ((id > 0));

-- # a serial and an identity
CREATE SEQUENCE public.p_id_seq AS integer;
CREATE TABLE public.p (
  id integer DEFAULT nextval('public.p_id_seq'::regclass) NOT NULL,
  k integer
) PARTITION BY LIST (k);
ALTER SEQUENCE public.p_id_seq OWNED BY public.p.id;
CREATE TABLE public.p1 (
  id integer DEFAULT nextval('public.p_id_seq'::regclass) NOT NULL,
  k integer
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);

-- # a plain table becomes a partitioned one
DROP TABLE public.p;
CREATE TABLE public.p (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
) PARTITION BY LIST (k);

-- # another key
DROP TABLE public.p1;
DROP TABLE public.p;
CREATE TABLE public.p (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
) PARTITION BY RANGE (k);
CREATE TABLE public.p1 (
  id integer NOT NULL,
  k integer NOT NULL,
  at date
);
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES FROM (1) TO (2);

-- # a column type for all
ALTER TABLE public.p ALTER COLUMN id TYPE bigint;

-- # generated no more, above a partition that has partitions
ALTER TABLE ONLY public.p DETACH PARTITION public.p1;
ALTER TABLE public.p ALTER COLUMN g DROP EXPRESSION;
ALTER TABLE public.p1 ALTER COLUMN g DROP EXPRESSION;
ALTER TABLE ONLY public.p ATTACH PARTITION public.p1 FOR VALUES IN (1);

-- # NOT NULL for all, by a name of its own in the partition
ALTER TABLE public.p ALTER COLUMN v SET NOT NULL;

-- # NOT NULL for all, one partition had it first
ALTER TABLE public.p ALTER COLUMN v SET NOT NULL;

-- # NOT NULL for all, one partition had it first and keeps its name
ALTER TABLE public.p ALTER COLUMN v SET NOT NULL;

-- # the NOT NULL of a partition by another name


-- # the NOT NULL of a partition by another name, and a column that changes
ALTER TABLE public.p ALTER COLUMN v TYPE character varying(20);
ALTER TABLE public.p ADD COLUMN w integer;
