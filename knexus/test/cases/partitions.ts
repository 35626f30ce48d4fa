import type { Group } from './case.ts'

const parent = 'CREATE TABLE p (id int NOT NULL, k int NOT NULL, at date)'

export const partitions: Group = {
  name: 'partitions',
  cases: [
    {
      name: 'by list, range and hash',
      from: '',
      to: `CREATE TABLE l (k text) PARTITION BY LIST (k); CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a', 'it''s', NULL); CREATE TABLE r (a int, b date) PARTITION BY RANGE (a, b); CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (MINVALUE, MINVALUE) TO (10, '2020-01-01'); CREATE TABLE r2 PARTITION OF r DEFAULT; CREATE TABLE h (id int) PARTITION BY HASH (id); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0)`,
    },
    {
      name: 'by an expression, with a class and a collation',
      from: '',
      to: `CREATE TABLE p (s text, n int) PARTITION BY RANGE (lower(s) COLLATE "C" text_pattern_ops, (n + 1))`,
    },
    {
      name: 'one more',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2, 3)',
      rows: 'INSERT INTO p VALUES (1, 1)',
    },
    {
      name: 'attached and detached',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 (id int NOT NULL, k int NOT NULL, at date)`,
      from: '',
      to: 'ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)',
      rows: 'INSERT INTO p1 VALUES (1, 1)',
    },
    {
      name: 'other bounds',
      both: `${parent} PARTITION BY RANGE (k)`,
      from: 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)',
      to: 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20)',
      rows: 'INSERT INTO p VALUES (1, 1)',
    },
    {
      name: 'a default partition',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'CREATE TABLE pd PARTITION OF p DEFAULT',
    },
    {
      name: 'below a partition',
      from: '',
      to: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY RANGE (at); CREATE TABLE p1a PARTITION OF p1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')`,
    },
    {
      name: 'an index for all',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)`,
      from: '',
      to: 'CREATE INDEX i ON p (id)',
    },
    {
      name: 'an index attached by hand',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: 'CREATE INDEX mine ON p1 (id)',
      to: 'CREATE INDEX mine ON p1 (id) WITH (fillfactor = 50); CREATE INDEX i ON ONLY p (id); ALTER INDEX i ATTACH PARTITION mine',
    },
    {
      name: 'an index attached by another name',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: 'CREATE INDEX i ON p (id)',
      to: 'CREATE INDEX mine ON p1 (id); CREATE INDEX i ON ONLY p (id); ALTER INDEX i ATTACH PARTITION mine',
    },
    {
      name: 'a key whose index is attached by another name',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: 'ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (id, k)',
      to: 'ALTER TABLE p1 ADD CONSTRAINT mine PRIMARY KEY (id, k); ALTER TABLE p ADD CONSTRAINT pk PRIMARY KEY (id, k)',
    },
    {
      name: 'an index for the parent only',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'CREATE INDEX i ON ONLY p (id)',
    },
    {
      name: 'a key for all',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'ALTER TABLE p ADD PRIMARY KEY (id, k)',
      rows: 'INSERT INTO p VALUES (1, 1)',
    },
    {
      name: 'a foreign key from it and to it',
      both: `${parent} PARTITION BY LIST (k); ALTER TABLE p ADD PRIMARY KEY (id, k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int, k int)`,
      from: '',
      to: 'ALTER TABLE p ADD FOREIGN KEY (id) REFERENCES a; ALTER TABLE b ADD FOREIGN KEY (id, k) REFERENCES p',
    },
    {
      name: 'a column and a default for all, and one of its own',
      both: '',
      from: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      to: `CREATE TABLE p (id int NOT NULL, k int NOT NULL, at date, s text NOT NULL DEFAULT 's') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); ALTER TABLE p1 ALTER s SET DEFAULT 'own'`,
      rows: 'INSERT INTO p VALUES (1, 1)',
    },
    {
      name: 'a check on one partition',
      both: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'ALTER TABLE p1 ADD CONSTRAINT own CHECK (id > 0); ALTER TABLE p ADD CONSTRAINT every CHECK (k > 0)',
    },
    {
      name: 'a serial and an identity',
      from: '',
      to: 'CREATE TABLE p (id serial, k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)',
    },
    { name: 'a plain table becomes a partitioned one', from: parent, to: `${parent} PARTITION BY LIST (k)` },
    {
      name: 'another key',
      both: '',
      from: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      to: `${parent} PARTITION BY RANGE (k); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2)`,
    },
    {
      name: 'a column type for all',
      both: '',
      from: `${parent} PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p (id)`,
      to: `CREATE TABLE p (id bigint NOT NULL, k int NOT NULL, at date) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON p (id)`,
      rows: 'INSERT INTO p VALUES (1, 1)',
    },
    {
      name: 'generated no more, above a partition that has partitions',
      rows: 'INSERT INTO p VALUES (1), (2)',
      from: 'CREATE TABLE p (k int, g int GENERATED ALWAYS AS (k * 2) STORED) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (k); CREATE TABLE p11 PARTITION OF p1 DEFAULT; CREATE TABLE p2 PARTITION OF p DEFAULT',
      to: 'CREATE TABLE p (k int, g int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (k); CREATE TABLE p11 PARTITION OF p1 DEFAULT; CREATE TABLE p2 PARTITION OF p DEFAULT',
    },
    {
      name: 'NOT NULL for all, by a name of its own in the partition',
      rows: `INSERT INTO p VALUES (1, 'x')`,
      from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
      to: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
    },
    {
      name: 'NOT NULL for all, one partition had it first',
      rows: `INSERT INTO p VALUES (1, 'x')`,
      from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p1 ALTER v SET NOT NULL',
      to: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
    },
    {
      name: 'NOT NULL for all, one partition had it first and keeps its name',
      rows: `INSERT INTO p VALUES (1, 'x')`,
      from: 'CREATE TABLE p (k int, v text) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p1 ALTER v SET NOT NULL',
      to: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
    },
    {
      name: 'the NOT NULL of a partition by another name',
      rows: `INSERT INTO p VALUES (1, 'x')`,
      from: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
      to: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
    },
    {
      name: 'the NOT NULL of a partition by another name, and a column that changes',
      rows: `INSERT INTO p VALUES (1, 'x')`,
      from: 'CREATE TABLE p (k int, v text NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
      to: 'CREATE TABLE p (k int, v varchar(20) NOT NULL, w int) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v varchar(20) NOT NULL, w int); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
    },
    {
      name: 'another name for the NOT NULL of all, which a partition has by its own name',
      since: 18,
      from: 'CREATE TABLE p (k int, v text CONSTRAINT one NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text CONSTRAINT mine NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
      to: 'CREATE TABLE p (k int, v text CONSTRAINT two NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 (k int, v text CONSTRAINT mine NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT',
    },
    {
      name: 'another name for the NOT NULL of all',
      since: 18,
      from: 'CREATE TABLE p (k int, v text CONSTRAINT one NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
      to: 'CREATE TABLE p (k int, v text CONSTRAINT two NOT NULL) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p DEFAULT',
    },
  ],
}
