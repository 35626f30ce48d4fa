/** A change to a table in use `t (id int, ...)`, which others write to: SQL before and after, and what is there before. */
export interface InUse {
  readonly since?: number
  readonly both?: string
  readonly from: string
  readonly to: string
  readonly rows: string
  readonly maps?: readonly string[]
  readonly fill?: readonly string[]
  /** The columns whose values nobody can foretell. None when absent. */
  readonly random?: readonly string[]
  /** The numbers of which no two rows may have the same. None when absent. */
  readonly unique?: readonly string[]
}

const NUMBERED = 'INSERT INTO t SELECT n, n FROM generate_series(1, 500) n'

/** Changes of several files that build no column beside another one. */
export const IN_STEPS: Readonly<Record<string, InUse>> = {
  'an index that is replaced': {
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int); CREATE INDEX i ON t (n)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int); CREATE INDEX i ON t (n DESC, id)',
    rows: NUMBERED,
  },
  'a unique constraint that is replaced, beside an index that goes': {
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT u UNIQUE (n)); CREATE INDEX i ON t (n)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT u UNIQUE (n, id))',
    rows: NUMBERED,
    unique: ['n'],
  },
  'a unique constraint': {
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT u UNIQUE)',
    rows: NUMBERED,
    unique: ['n'],
  },
  'a primary key': {
    from: 'CREATE TABLE t (id int NOT NULL, n int)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int)',
    rows: NUMBERED,
  },
  'a primary key over columns that may still be empty': {
    from: 'CREATE TABLE t (id int, n int)',
    to: 'CREATE TABLE t (id int, n int, CONSTRAINT k PRIMARY KEY (id, n))',
    rows: NUMBERED,
  },
  'a check, a foreign key with its index, and a NOT NULL': {
    both: 'CREATE TABLE p (id int PRIMARY KEY)',
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int, m int)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL CONSTRAINT f REFERENCES p, m int CONSTRAINT k CHECK (m > 0)); CREATE INDEX i ON t (n)',
    rows: 'INSERT INTO p SELECT generate_series(1, 500); INSERT INTO t SELECT n, n, n FROM generate_series(1, 500) n',
  },
  'a NOT NULL with a name': {
    since: 18,
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT must NOT NULL)',
    rows: NUMBERED,
  },
  'a column that goes, in two deploys': {
    from: 'CREATE TABLE t (id int PRIMARY KEY, n int, gone text)',
    to: 'CREATE TABLE t (id int PRIMARY KEY, n int CONSTRAINT k CHECK (n > 0)); CREATE INDEX i ON t (n)',
    rows: NUMBERED,
  },
  'a serial key with what refers to it': {
    from: 'CREATE TABLE t (id serial PRIMARY KEY, up int CONSTRAINT f REFERENCES t, n int); CREATE INDEX i ON t (up)',
    to: 'CREATE TABLE t (id bigserial PRIMARY KEY, up int CONSTRAINT f REFERENCES t, n int); CREATE INDEX i ON t (up)',
    rows: 'INSERT INTO t (n) SELECT generate_series(1, 500)',
  },
  'a narrower text, a label fewer and a filled column at once': {
    from: `CREATE TYPE e AS ENUM ('ok', 'sad', 'bad'); CREATE TABLE t (id int PRIMARY KEY, c varchar(20) NOT NULL, e e NOT NULL DEFAULT 'bad')`,
    to: `CREATE TYPE e AS ENUM ('ok', 'bad'); CREATE TABLE t (id int PRIMARY KEY, c varchar(10) NOT NULL, e e NOT NULL DEFAULT 'bad', s text NOT NULL DEFAULT 'x')`,
    maps: ['e.sad=bad'],
    fill: [`t.s=c`],
    rows: `INSERT INTO t SELECT n, 'code ' || n, CASE WHEN n % 3 > 0 THEN 'sad'::e ELSE 'ok' END FROM generate_series(1, 500) n`,
  },
}
