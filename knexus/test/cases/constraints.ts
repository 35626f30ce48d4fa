import type { Group } from './case.ts'

const two =
  'CREATE TABLE a (id int PRIMARY KEY, x int, y int, UNIQUE (x, y)); CREATE TABLE b (id int, a_id int, x int, y int)'

export const constraints: Group = {
  name: 'constraints',
  cases: [
    {
      name: 'primary key',
      from: 'CREATE TABLE t (id int NOT NULL)',
      to: 'CREATE TABLE t (id int PRIMARY KEY)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'primary key on a nullable column',
      from: 'CREATE TABLE t (id int)',
      to: 'CREATE TABLE t (id int PRIMARY KEY)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'primary key on other columns',
      from: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a))',
      to: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (b, a))',
    },
    {
      name: 'a referenced primary key is replaced',
      from: 'CREATE TABLE a (x int NOT NULL, y int NOT NULL, CONSTRAINT k PRIMARY KEY (x)); CREATE TABLE b (x int CONSTRAINT f REFERENCES a (x))',
      to: 'CREATE TABLE a (x int NOT NULL, y int NOT NULL, CONSTRAINT k PRIMARY KEY (x) WITH (fillfactor = 50)); CREATE TABLE b (x int CONSTRAINT f REFERENCES a (x))',
    },
    { name: 'unique', from: 'CREATE TABLE t (a int, b int)', to: 'CREATE TABLE t (a int, b int, UNIQUE (b, a))' },
    {
      name: 'unique including',
      from: 'CREATE TABLE t (a int, b int, UNIQUE (a))',
      to: 'CREATE TABLE t (a int, b int, UNIQUE (a) INCLUDE (b))',
    },
    {
      name: 'nulls not distinct',
      since: 15,
      from: 'CREATE TABLE t (a int UNIQUE)',
      to: 'CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT)',
    },
    {
      name: 'unique becomes deferrable',
      from: 'CREATE TABLE t (a int UNIQUE)',
      to: 'CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)',
    },
    {
      name: 'unique constraint against unique index',
      from: 'CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a)',
      to: 'CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a))',
    },
    {
      name: 'a check',
      from: 'CREATE TABLE t (a int)',
      to: 'CREATE TABLE t (a int CHECK (a > 0))',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a check with another text',
      from: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))',
      to: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a >= 1 AND a < 100))',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a check that PostgreSQL prints otherwise',
      from: '',
      to: `CREATE TABLE t (s varchar(5) CHECK (s IN ('a', 'b')), n int CHECK (n BETWEEN 1 AND 5), d date CHECK (d > '2000-01-01'))`,
    },
    {
      name: 'a check, not valid',
      from: 'CREATE TABLE t (a int)',
      to: 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID',
      rows: 'INSERT INTO t VALUES (-1)',
    },
    {
      name: 'a check is validated',
      from: 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID',
      to: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a check, no inherit',
      from: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))',
      to: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NO INHERIT)',
    },
    {
      name: 'a check that calls a function',
      from: 'CREATE TABLE t (a int)',
      to: 'CREATE FUNCTION ok(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$ SELECT $1 > 0 $$; CREATE TABLE t (a int CHECK (ok(a)))',
    },
    {
      name: 'a check, not enforced',
      since: 18,
      from: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))',
      to: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)',
    },
    {
      name: 'not null with a name',
      since: 18,
      from: 'CREATE TABLE t (a int NOT NULL)',
      to: 'CREATE TABLE t (a int CONSTRAINT must NOT NULL)',
    },
    {
      name: 'not null, not valid',
      since: 18,
      from: 'CREATE TABLE t (a int)',
      to: 'CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT must NOT NULL a NOT VALID',
    },
    {
      name: 'foreign key',
      both: two,
      from: '',
      to: 'ALTER TABLE b ADD FOREIGN KEY (a_id) REFERENCES a',
      rows: 'INSERT INTO a VALUES (1, 2, 3); INSERT INTO b VALUES (1, 1, 2, 3)',
    },
    {
      name: 'foreign key with every action',
      both: two,
      from: '',
      to: `ALTER TABLE b ADD CONSTRAINT f1 FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE ON UPDATE RESTRICT; ALTER TABLE b ADD CONSTRAINT f2 FOREIGN KEY (a_id) REFERENCES a ON DELETE SET NULL ON UPDATE SET DEFAULT; ALTER TABLE b ADD CONSTRAINT f3 FOREIGN KEY (a_id) REFERENCES a ON DELETE SET DEFAULT ON UPDATE CASCADE`,
    },
    {
      name: 'foreign key with another action',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a ON DELETE CASCADE',
    },
    {
      name: 'foreign key sets some columns null',
      since: 15,
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a (x, y) ON DELETE SET NULL',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a (x, y) ON DELETE SET NULL (y)',
    },
    {
      name: 'foreign key, match full',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a (x, y)',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a (x, y) MATCH FULL',
    },
    {
      name: 'foreign key becomes deferrable',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a DEFERRABLE INITIALLY DEFERRED',
    },
    {
      name: 'foreign key, initially immediate',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a DEFERRABLE INITIALLY DEFERRED',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a DEFERRABLE',
    },
    {
      name: 'foreign key, not valid',
      both: two,
      from: '',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a NOT VALID',
    },
    {
      name: 'foreign key is validated',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a NOT VALID',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a',
    },
    {
      name: 'foreign key, not enforced',
      since: 18,
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a NOT ENFORCED',
    },
    {
      name: 'foreign key to the table itself',
      from: '',
      to: 'CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t)',
    },
    {
      name: 'foreign key to another key',
      both: two,
      from: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (id)',
      to: 'ALTER TABLE a ADD CONSTRAINT ux UNIQUE (x); ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a (x)',
    },
    {
      name: 'both ends of a foreign key change their type',
      from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a)',
      to: 'CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a_id bigint REFERENCES a)',
      rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
    },
    {
      name: 'both ends of a foreign key become text',
      from: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a)',
      to: 'CREATE TABLE a (id text PRIMARY KEY); CREATE TABLE b (a_id text REFERENCES a)',
      rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)',
    },
    {
      name: 'a foreign key moves to a new table',
      both: 'CREATE TABLE a (id int PRIMARY KEY)',
      from: 'CREATE TABLE b (a_id int CONSTRAINT f REFERENCES a)',
      to: 'CREATE TABLE c (id int PRIMARY KEY); CREATE TABLE b (a_id int CONSTRAINT f REFERENCES c)',
    },
    {
      name: 'exclusion',
      both: 'CREATE TABLE t (r int4range, b box)',
      from: '',
      to: 'ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING gist (r WITH &&, b WITH &&) WHERE (NOT isempty(r))',
    },
    {
      name: 'exclusion with other operators',
      both: 'CREATE TABLE t (r int4range)',
      from: 'ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING gist (r WITH &&)',
      to: 'ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING gist (r WITH -|-) DEFERRABLE',
    },
    {
      name: 'without overlaps',
      since: 18,
      both: 'CREATE EXTENSION btree_gist; CREATE TABLE t (id int, valid daterange NOT NULL)',
      from: 'ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, valid)',
      to: 'ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (id, valid WITHOUT OVERLAPS)',
    },
    {
      name: 'a period foreign key',
      since: 18,
      both: 'CREATE EXTENSION btree_gist; CREATE TABLE a (id int, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS)); CREATE TABLE b (a_id int, valid daterange)',
      from: '',
      to: 'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id, PERIOD valid) REFERENCES a (id, PERIOD valid)',
    },
    {
      name: 'a name is taken over by another type of constraint',
      from: 'CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))',
      to: 'CREATE TABLE t (a int, CONSTRAINT c UNIQUE (a))',
    },
    {
      name: 'two constraints swap their names',
      from: 'CREATE TABLE t (a int CONSTRAINT x UNIQUE, b int CONSTRAINT y UNIQUE)',
      to: 'CREATE TABLE t (a int CONSTRAINT y UNIQUE, b int CONSTRAINT x UNIQUE)',
    },
    {
      name: 'a table takes the name of a constraint',
      from: 'CREATE TABLE t (a int, CONSTRAINT x PRIMARY KEY (a))',
      to: 'CREATE TABLE t (a int, CONSTRAINT y PRIMARY KEY (a)); CREATE TABLE x (a int)',
    },
    {
      name: 'a constraint made from an index of ours',
      from: 'CREATE TABLE t (a int NOT NULL)',
      to: 'CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a) WITH (fillfactor = 80); ALTER TABLE t ADD CONSTRAINT i PRIMARY KEY USING INDEX i',
    },
  ],
}
