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
  ],
}
