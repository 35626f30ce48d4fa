import type { Group } from './case.ts'

const t = 'CREATE TABLE t (id int, a int, s text, j jsonb, p point, ts timestamptz)'

export const indexes: Group = {
  name: 'indexes',
  cases: [
    { name: 'one', both: t, from: '', to: 'CREATE INDEX i ON t (a)' },
    {
      name: 'moves to another table',
      both: `${t}; CREATE TABLE u (a int)`,
      from: 'CREATE INDEX i ON t (a)',
      to: 'CREATE INDEX i ON u (a)',
    },
    {
      name: 'moves to a partitioned table',
      both: `${t}; CREATE TABLE q (a int) PARTITION BY LIST (a); CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1)`,
      from: 'CREATE INDEX i ON t (a)',
      to: 'CREATE INDEX i ON q (a)',
    },
    {
      name: 'statistics that move to another table',
      both: `${t}; CREATE TABLE u (id int, a int)`,
      from: 'CREATE STATISTICS st ON id, a FROM t',
      to: 'CREATE STATISTICS st ON id, a FROM u',
    },
    { name: 'another column', both: t, from: 'CREATE INDEX i ON t (a)', to: 'CREATE INDEX i ON t (id, a)' },
    {
      name: 'becomes unique',
      both: t,
      from: 'CREATE INDEX i ON t (a)',
      to: 'CREATE UNIQUE INDEX i ON t (a)',
      rows: 'INSERT INTO t (a) VALUES (1), (2)',
    },
    {
      name: 'order and nulls',
      both: t,
      from: 'CREATE INDEX i ON t (a)',
      to: 'CREATE INDEX i ON t (a DESC NULLS LAST, id NULLS FIRST)',
    },
    { name: 'an expression', both: t, from: '', to: `CREATE INDEX i ON t (lower(s), (a + 1), (j ->> 'k'))` },
    {
      name: 'another expression',
      both: t,
      from: 'CREATE INDEX i ON t (lower(s))',
      to: 'CREATE INDEX i ON t (upper(s))',
    },
    {
      name: 'a predicate',
      both: t,
      from: 'CREATE INDEX i ON t (a)',
      to: `CREATE INDEX i ON t (a) WHERE a > 5 AND s IN ('x', 'y')`,
    },
    { name: 'including', both: t, from: 'CREATE INDEX i ON t (a)', to: 'CREATE INDEX i ON t (a) INCLUDE (id, s)' },
    {
      name: 'an operator class',
      both: t,
      from: 'CREATE INDEX i ON t (s)',
      to: 'CREATE INDEX i ON t (s text_pattern_ops)',
    },
    {
      name: 'an operator class with parameters',
      both: t,
      from: '',
      to: `CREATE INDEX i ON t USING gist (to_tsvector('simple', s) tsvector_ops (siglen = 100))`,
    },
    { name: 'a collation', both: t, from: 'CREATE INDEX i ON t (s)', to: 'CREATE INDEX i ON t (s COLLATE "C")' },
    { name: 'a method', both: t, from: 'CREATE INDEX i ON t (a)', to: 'CREATE INDEX i ON t USING hash (a)' },
    {
      name: 'gin, gist, brin',
      both: t,
      from: '',
      to: 'CREATE INDEX i1 ON t USING gin (j jsonb_path_ops); CREATE INDEX i2 ON t USING gist (p); CREATE INDEX i3 ON t USING brin (ts) WITH (pages_per_range = 64)',
    },
    {
      name: 'storage parameters',
      both: t,
      from: 'CREATE INDEX i ON t (a) WITH (fillfactor = 70)',
      to: 'CREATE INDEX i ON t (a) WITH (fillfactor = 90, deduplicate_items = off)',
    },
    {
      name: 'nulls not distinct',
      since: 15,
      both: t,
      from: 'CREATE UNIQUE INDEX i ON t (a)',
      to: 'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT',
    },
    {
      name: 'statistics of an expression',
      both: t,
      from: 'CREATE INDEX i ON t (lower(s))',
      to: 'CREATE INDEX i ON t (lower(s)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 300',
    },
    {
      name: 'the indexed column changes its type',
      from: 'CREATE TABLE t (a int); CREATE INDEX i ON t (a) WHERE a > 0',
      to: 'CREATE TABLE t (a bigint); CREATE INDEX i ON t (a) WHERE a > 0',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'the indexed column becomes text',
      from: 'CREATE TABLE t (a int); CREATE INDEX i ON t ((a + 1))',
      to: 'CREATE TABLE t (a text); CREATE INDEX i ON t ((a || 1))',
    },
    {
      name: 'an index that a foreign key rests on',
      from: 'CREATE TABLE a (id int); CREATE UNIQUE INDEX i ON a (id); CREATE TABLE b (id int REFERENCES a (id))',
      to: 'CREATE TABLE a (id int); CREATE UNIQUE INDEX i ON a (id) WITH (fillfactor = 60); CREATE TABLE b (id int REFERENCES a (id))',
    },
    {
      name: 'a function of ours',
      from: 'CREATE TABLE t (a int)',
      to: 'CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 * 2 $$; CREATE TABLE t (a int); CREATE INDEX i ON t (f(a))',
    },
    {
      name: 'two indexes swap their names',
      both: t,
      from: 'CREATE INDEX x ON t (a); CREATE INDEX y ON t (s)',
      to: 'CREATE INDEX y ON t (a); CREATE INDEX x ON t (s)',
    },
  ],
}

/** Where pgvector is. */
export const vectorIndexes: Group = {
  name: 'vector indexes',
  cases: [
    {
      name: 'an HNSW index',
      both: 'CREATE EXTENSION vector; CREATE TABLE t (e vector(3))',
      from: '',
      to: 'CREATE INDEX i ON t USING hnsw (e vector_cosine_ops)',
    },
    {
      name: 'other HNSW parameters',
      both: 'CREATE EXTENSION vector; CREATE TABLE t (e vector(3))',
      from: 'CREATE INDEX i ON t USING hnsw (e vector_cosine_ops) WITH (m = 16, ef_construction = 64)',
      to: 'CREATE INDEX i ON t USING hnsw (e vector_cosine_ops) WITH (m = 24, ef_construction = 100)',
      rows: `INSERT INTO t VALUES ('[1,2,3]')`,
    },
    {
      name: 'another distance',
      both: 'CREATE EXTENSION vector; CREATE TABLE t (e vector(3))',
      from: 'CREATE INDEX i ON t USING hnsw (e vector_cosine_ops)',
      to: 'CREATE INDEX i ON t USING hnsw (e vector_l2_ops)',
    },
    {
      name: 'ivfflat',
      both: 'CREATE EXTENSION vector; CREATE TABLE t (e vector(3))',
      from: 'CREATE INDEX i ON t USING hnsw (e vector_l2_ops)',
      to: 'CREATE INDEX i ON t USING ivfflat (e vector_l2_ops) WITH (lists = 10)',
    },
    {
      name: 'more dimensions',
      both: 'CREATE EXTENSION vector',
      from: 'CREATE TABLE t (e vector(3)); CREATE INDEX i ON t USING hnsw (e vector_l2_ops)',
      to: 'CREATE TABLE t (e vector(4)); CREATE INDEX i ON t USING hnsw (e vector_l2_ops)',
    },
  ],
}
