import type { Group } from './case.ts'

const t = 'CREATE TABLE t (id int, a int, s text)'

export const views: Group = {
  name: 'views',
  cases: [
    { name: 'one', both: t, from: '', to: 'CREATE VIEW v AS SELECT id, a + 1 AS b FROM t WHERE s IS NOT NULL' },
    {
      name: 'one column more',
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE VIEW v AS SELECT id, a FROM t',
    },
    {
      name: 'one column less',
      both: t,
      from: 'CREATE VIEW v AS SELECT id, a FROM t',
      to: 'CREATE VIEW v AS SELECT a FROM t',
    },
    {
      name: 'other names for its columns',
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE VIEW v ("Id") AS SELECT id FROM t',
    },
    {
      name: 'options',
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE VIEW v WITH (security_barrier = true) AS SELECT id FROM t WITH CASCADED CHECK OPTION',
    },
    {
      name: 'security invoker',
      since: 15,
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE VIEW v WITH (security_invoker = true) AS SELECT id FROM t',
    },
    {
      name: 'local check option to cascaded',
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t WITH LOCAL CHECK OPTION',
      to: 'CREATE VIEW v AS SELECT id FROM t WITH CASCADED CHECK OPTION',
    },
    {
      name: 'a default for its column',
      both: t,
      from: 'CREATE VIEW v AS SELECT id, s FROM t',
      to: `CREATE VIEW v AS SELECT id, s FROM t; ALTER VIEW v ALTER s SET DEFAULT 'x'`,
    },
    {
      name: 'recursive, with and without',
      both: t,
      from: '',
      to: 'CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 5; CREATE VIEW w AS WITH x AS MATERIALIZED (SELECT id FROM t) SELECT x.id, y.* FROM x LEFT JOIN LATERAL (SELECT x.id * 2 AS d) y ON true',
    },
    {
      name: 'grouped by a key, which needs the key',
      from: '',
      to: 'CREATE TABLE k (id int PRIMARY KEY, s text); CREATE VIEW v AS SELECT id, s, count(*) AS n FROM k GROUP BY id',
    },
    {
      name: 'a chain of views over a new column',
      from: `${t}; CREATE VIEW v AS SELECT id FROM t; CREATE VIEW w AS SELECT id FROM v`,
      to: 'CREATE TABLE t (id int, a int, s text, extra int); CREATE VIEW v AS SELECT id, extra FROM t; CREATE VIEW w AS SELECT id, extra FROM v',
    },
    {
      name: 'a view turns into a materialized one',
      both: t,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE MATERIALIZED VIEW v AS SELECT id FROM t',
    },
    {
      name: 'instead of triggers and rules on it',
      both: `${t}; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$`,
      from: 'CREATE VIEW v AS SELECT id FROM t',
      to: 'CREATE VIEW v AS SELECT id FROM t; CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f(); CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING',
    },
  ],
}

export const materializedViews: Group = {
  name: 'materialized views',
  cases: [
    {
      name: 'one with an index',
      both: t,
      from: '',
      to: 'CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE UNIQUE INDEX i ON m (id)',
    },
    { name: 'with no data', both: t, from: '', to: 'CREATE MATERIALIZED VIEW m AS SELECT id FROM t WITH NO DATA' },
    {
      name: 'another query, with its index and comments',
      both: t,
      from: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE INDEX i ON m (id); COMMENT ON MATERIALIZED VIEW m IS 'm'; COMMENT ON COLUMN m.id IS 'id'; COMMENT ON INDEX i IS 'i'`,
      to: `CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t WHERE a > 0; CREATE INDEX i ON m (id); COMMENT ON MATERIALIZED VIEW m IS 'm'; COMMENT ON COLUMN m.id IS 'id'; COMMENT ON INDEX i IS 'i'`,
    },
    {
      name: 'storage parameters',
      both: t,
      from: 'CREATE MATERIALIZED VIEW m AS SELECT id FROM t',
      to: 'CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id FROM t',
    },
    {
      name: 'column options and clustering',
      both: t,
      from: 'CREATE MATERIALIZED VIEW m AS SELECT id, s FROM t; CREATE INDEX i ON m (id)',
      to: 'CREATE MATERIALIZED VIEW m AS SELECT id, s FROM t; CREATE INDEX i ON m (id); ALTER MATERIALIZED VIEW m ALTER s SET STATISTICS 77; ALTER MATERIALIZED VIEW m ALTER s SET STORAGE EXTERNAL; ALTER MATERIALIZED VIEW m CLUSTER ON i',
    },
    {
      name: 'over another, and a view over it',
      both: t,
      from: '',
      to: 'CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE MATERIALIZED VIEW n AS SELECT id FROM m; CREATE VIEW v AS SELECT id FROM n',
    },
  ],
}

/** What hangs on a column must go out of its way and come back as it was. */
export const dependents: Group = {
  name: 'dependents of a column',
  cases: [
    {
      name: 'over tables that exchange their names, and keys that keep theirs',
      from: 'CREATE TABLE a (id int PRIMARY KEY, n text); CREATE TABLE b (id int, m text); CREATE VIEW v AS SELECT id, n FROM a GROUP BY id',
      to: 'CREATE TABLE b (id int CONSTRAINT a_pkey PRIMARY KEY, n text); CREATE TABLE a (id int, m text); CREATE VIEW v AS SELECT id, n FROM b GROUP BY id',
    },
    {
      name: 'a view with owner, privileges, comments and options',
      both: '',
      from: `CREATE TABLE t (id int, n int); CREATE VIEW v WITH (security_barrier) AS SELECT n FROM t; COMMENT ON VIEW v IS 'v'; COMMENT ON COLUMN v.n IS 'n'; GRANT SELECT ON v TO reader; GRANT UPDATE (n) ON v TO writer; ALTER VIEW v OWNER TO writer`,
      to: `CREATE TABLE t (id int, n bigint); CREATE VIEW v WITH (security_barrier) AS SELECT n FROM t; COMMENT ON VIEW v IS 'v'; COMMENT ON COLUMN v.n IS 'n'; GRANT SELECT ON v TO reader; GRANT UPDATE (n) ON v TO writer; ALTER VIEW v OWNER TO writer`,
      rows: 'INSERT INTO t VALUES (1, 2)',
    },
    {
      name: 'a materialized view with an index over a view',
      from: 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; CREATE MATERIALIZED VIEW m AS SELECT n FROM v; CREATE INDEX i ON m (n)',
      to: 'CREATE TABLE t (n numeric); CREATE VIEW v AS SELECT n FROM t; CREATE MATERIALIZED VIEW m AS SELECT n FROM v; CREATE INDEX i ON m (n)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a policy',
      from: 'CREATE TABLE t (n int); CREATE POLICY p ON t USING (n > 0)',
      to: 'CREATE TABLE t (n bigint); CREATE POLICY p ON t USING (n > 0)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a policy of another table',
      from: 'CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE POLICY p ON u USING (EXISTS (SELECT FROM t WHERE t.n = u.n))',
      to: 'CREATE TABLE t (n bigint); CREATE TABLE u (n int); CREATE POLICY p ON u USING (EXISTS (SELECT FROM t WHERE t.n = u.n))',
    },
    {
      name: 'a trigger on the column, with a condition',
      both: 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
      from: 'CREATE TABLE t (n int); CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW WHEN (OLD.n < NEW.n) EXECUTE FUNCTION f()',
      to: 'CREATE TABLE t (n bigint); CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW WHEN (OLD.n < NEW.n) EXECUTE FUNCTION f()',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a generated column and its function',
      both: 'CREATE FUNCTION f(numeric) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT $1::text $$',
      from: 'CREATE TABLE t (n int, g text GENERATED ALWAYS AS (f(n)) STORED)',
      to: 'CREATE TABLE t (n bigint, g text GENERATED ALWAYS AS (f(n)) STORED)',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a function with the row type, in SQL',
      from: 'CREATE TABLE t (n int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS $$ SELECT ($1).n $$',
      to: 'CREATE TABLE t (n int, m text); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS $$ SELECT ($1).n $$',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a function with a body that PostgreSQL knows',
      from: 'CREATE TABLE t (n int); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(n) FROM t; END',
      to: 'CREATE TABLE t (n bigint); CREATE FUNCTION f() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT sum(n) FROM t; END',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a rule',
      from: 'CREATE TABLE t (n int); CREATE TABLE log (n int); CREATE RULE r AS ON UPDATE TO t WHERE OLD.n <> NEW.n DO ALSO INSERT INTO log VALUES (NEW.n)',
      to: 'CREATE TABLE t (n bigint); CREATE TABLE log (n int); CREATE RULE r AS ON UPDATE TO t WHERE OLD.n <> NEW.n DO ALSO INSERT INTO log VALUES (NEW.n)',
    },
    {
      name: 'statistics',
      from: 'CREATE TABLE t (n int, m int); CREATE STATISTICS s (ndistinct) ON n, m FROM t',
      to: 'CREATE TABLE t (n bigint, m int); CREATE STATISTICS s (ndistinct) ON n, m FROM t',
    },
    {
      name: 'a partition key stays, its neighbour changes',
      from: 'CREATE TABLE t (k int, n int) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE VIEW v AS SELECT n FROM t1',
      to: 'CREATE TABLE t (k int, n bigint) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE VIEW v AS SELECT n FROM t1',
      rows: 'INSERT INTO t VALUES (1, 2)',
    },
    {
      name: 'a publication with columns and a filter',
      since: 15,
      from: 'CREATE TABLE t (id int PRIMARY KEY, n int); CREATE PUBLICATION p FOR TABLE t (id, n) WHERE (id > 0)',
      to: 'CREATE TABLE t (id int PRIMARY KEY, n bigint); CREATE PUBLICATION p FOR TABLE t (id, n) WHERE (id > 0)',
    },
    {
      name: 'a function that returns the row of a view',
      from: 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS $$ SELECT * FROM public.v $$',
      to: 'CREATE TABLE t (n bigint); CREATE VIEW v AS SELECT n FROM t; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS $$ SELECT * FROM public.v $$',
    },
    {
      name: 'a default that calls a function, which changes its type',
      from: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE TABLE t (n int DEFAULT f())',
      to: 'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$; CREATE TABLE t (n bigint DEFAULT f())',
      rows: 'INSERT INTO t DEFAULT VALUES',
    },
  ],
}
