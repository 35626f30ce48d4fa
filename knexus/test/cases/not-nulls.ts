import type { Group } from './case.ts'

const PARTS = (v: string) =>
  `CREATE TABLE p (k int, ${v}) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)`
const ROWS = 'INSERT INTO p VALUES (1, 1), (2, 2)'

/** NOT NULL that is proved for the rows of some tables of a tree, as a large one is proved part by part. */
export const notNulls: Group = {
  name: 'not nulls',
  cases: [
    {
      name: 'of all, proved for one partition',
      since: 18,
      rows: ROWS,
      both: PARTS('v int'),
      from: '',
      to: 'ALTER TABLE p ADD CONSTRAINT here NOT NULL v NOT VALID; ALTER TABLE p1 VALIDATE CONSTRAINT here',
    },
    {
      name: 'proved for all, and then for one partition',
      since: 18,
      rows: ROWS,
      both: PARTS('v int CONSTRAINT here NOT NULL'),
      from: '',
      to: 'ALTER TABLE p ALTER v DROP NOT NULL, ADD CONSTRAINT here NOT NULL v NOT VALID; ALTER TABLE p1 VALIDATE CONSTRAINT here',
    },
    {
      name: 'proved for one partition, and then for another',
      since: 18,
      rows: ROWS,
      both: `${PARTS('v int')}; ALTER TABLE p ADD CONSTRAINT here NOT NULL v NOT VALID`,
      from: 'ALTER TABLE p1 VALIDATE CONSTRAINT here',
      to: 'ALTER TABLE p2 VALIDATE CONSTRAINT here',
    },
    {
      name: 'proved for a child, and not for its parent',
      since: 18,
      rows: `INSERT INTO c VALUES ('x')`,
      both: 'CREATE TABLE p (v text); CREATE TABLE c () INHERITS (p)',
      from: '',
      to: 'ALTER TABLE p ADD NOT NULL v NOT VALID; ALTER TABLE c VALIDATE CONSTRAINT p_v_not_null',
    },
    {
      name: 'exchanged names in a table',
      since: 18,
      rows: 'INSERT INTO t VALUES (1, 2)',
      from: 'CREATE TABLE t (a int CONSTRAINT t_b_not_null NOT NULL, b int CONSTRAINT t_a_not_null NOT NULL)',
      to: 'CREATE TABLE t (a int NOT NULL, b int NOT NULL)',
    },
    {
      name: 'names passed on in a circle of three',
      since: 18,
      rows: 'INSERT INTO t VALUES (1, 2, 3)',
      from: 'CREATE TABLE t (a int CONSTRAINT x NOT NULL, b int CONSTRAINT y NOT NULL, c int CONSTRAINT z NOT NULL)',
      to: 'CREATE TABLE t (a int CONSTRAINT y NOT NULL, b int CONSTRAINT z NOT NULL, c int CONSTRAINT x NOT NULL)',
    },
    {
      name: 'names passed on in a table',
      since: 18,
      rows: 'INSERT INTO t VALUES (1, 2)',
      from: 'CREATE TABLE t (b int CONSTRAINT t_a_not_null NOT NULL, c int CONSTRAINT t_b_not_null NOT NULL)',
      to: 'CREATE TABLE t (b int NOT NULL, c int NOT NULL)',
    },
    {
      name: "a name that PostgreSQL made for one column, and another's",
      since: 18,
      rows: 'INSERT INTO t VALUES (1, 2)',
      from: 'CREATE TABLE t (a int NOT NULL, b int)',
      to: 'CREATE TABLE t (a int, b int CONSTRAINT t_a_not_null NOT NULL)',
    },
    {
      name: 'exchanged names of two tables',
      since: 18,
      rows: 'INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)',
      from: 'CREATE TABLE t (x int CONSTRAINT u_x_not_null NOT NULL); CREATE TABLE u (x int CONSTRAINT t_x_not_null NOT NULL)',
      to: 'CREATE TABLE t (x int NOT NULL); CREATE TABLE u (x int NOT NULL)',
    },
    {
      name: 'names passed on by three tables, to one that gets its NOT NULL',
      since: 18,
      rows: 'INSERT INTO t VALUES (1); INSERT INTO u VALUES (1); INSERT INTO v VALUES (1)',
      from:
        'CREATE TABLE t (x int); CREATE TABLE u (x int CONSTRAINT t_x_not_null NOT NULL);' +
        'CREATE TABLE v (x int CONSTRAINT u_x_not_null NOT NULL)',
      to: 'CREATE TABLE t (x int NOT NULL); CREATE TABLE u (x int NOT NULL); CREATE TABLE v (x int NOT NULL)',
    },
    {
      name: 'the usual name of a new column, which one that goes has until its sequence has left it',
      since: 18,
      from: 'CREATE TABLE t (id serial)',
      to: "CREATE SEQUENCE t_id_seq AS integer; CREATE TABLE u (id int CONSTRAINT t_id_not_null NOT NULL DEFAULT nextval('t_id_seq')); ALTER SEQUENCE t_id_seq OWNED BY u.id",
    },
    {
      name: 'exchanged names in a partitioned table',
      since: 18,
      rows: 'INSERT INTO p VALUES (1, 1, 1), (2, 2, 2)',
      from: PARTS('a int CONSTRAINT p_b_not_null NOT NULL, b int CONSTRAINT p_a_not_null NOT NULL'),
      to: PARTS('a int NOT NULL, b int NOT NULL'),
    },
    {
      name: 'exchanged names in a table that has children',
      since: 18,
      rows: 'INSERT INTO c VALUES (1, 2)',
      from:
        'CREATE TABLE p (a int CONSTRAINT p_b_not_null NOT NULL, b int CONSTRAINT p_a_not_null NOT NULL);' +
        'CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c)',
      to: 'CREATE TABLE p (a int NOT NULL, b int NOT NULL); CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c)',
    },
    {
      name: 'exchanged names of a foreign table',
      since: 18,
      notOnPglite: 'it has no foreign data wrapper',
      both: 'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w',
      from: 'CREATE FOREIGN TABLE t (a int CONSTRAINT x NOT NULL, b int CONSTRAINT y NOT NULL) SERVER s',
      to: 'CREATE FOREIGN TABLE t (a int CONSTRAINT y NOT NULL, b int CONSTRAINT x NOT NULL) SERVER s',
    },
  ],
}
