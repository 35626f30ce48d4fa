import type { Group } from './case.ts'

export const functions: Group = {
  name: 'functions',
  cases: [
    {
      name: 'one in SQL and one in PL/pgSQL',
      from: '',
      to: "CREATE FUNCTION f(a int, b text DEFAULT 'x') RETURNS int LANGUAGE sql AS $$ SELECT a $$; CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN RAISE NOTICE $$x$$; END $body$",
    },
    {
      name: 'another body',
      from: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      to: `CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 -- ? $1 '\\ \${x}\n$$`,
    },
    {
      name: 'another result',
      from: 'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      to: `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$`,
    },
    {
      name: 'another name for an argument',
      from: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$',
      to: 'CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$',
    },
    {
      name: 'a default less',
      from: 'CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$',
      to: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT $1 $$',
    },
    {
      name: 'overloads',
      from: 'CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      to: 'CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS $$ SELECT 2 $$; CREATE FUNCTION f(int, int) RETURNS int LANGUAGE sql AS $$ SELECT 3 $$',
    },
    {
      name: 'every option',
      from: 'CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS $$ SELECT 1 $$',
      to: `CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL SAFE COST 5 ROWS 10 SET search_path = public, "Odd" SET work_mem = '1MB' AS $$ SELECT 1 $$`,
    },
    {
      name: 'out, inout, variadic and table',
      from: '',
      to: 'CREATE FUNCTION f(IN a int, OUT b int, INOUT c text) LANGUAGE sql AS $$ SELECT 1, \'x\'::text $$; CREATE FUNCTION g(VARIADIC a int[]) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE FUNCTION h(n int) RETURNS TABLE (x int, "Y" text) LANGUAGE sql AS $$ SELECT 1, NULL::text $$',
    },
    {
      name: 'a body that PostgreSQL knows',
      both: 'CREATE TABLE t (id int)',
      from: '',
      to: 'CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END; CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql RETURN a + 1',
    },
    {
      name: 'a procedure',
      from: 'CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$',
      to: 'CREATE PROCEDURE p(a int, INOUT b int DEFAULT 1) LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN COMMIT; END $$',
    },
    {
      name: 'a function becomes a procedure',
      from: 'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
      to: 'CREATE PROCEDURE f(a int) LANGUAGE sql AS $$ SELECT 1 $$',
    },
    {
      name: 'functions that call each other',
      from: '',
      to: 'CREATE FUNCTION a() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN b(); END $$; CREATE FUNCTION b() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN a(); END $$',
    },
    {
      name: 'a body that is not right until later',
      from: '',
      to: 'CREATE TABLE later (id int); CREATE FUNCTION f() RETURNS SETOF later LANGUAGE sql AS $$ SELECT * FROM public.later $$',
    },
    {
      name: 'polymorphic and of a row type',
      from: '',
      to: 'CREATE TABLE t (id int); CREATE FUNCTION f(anyelement, anyarray) RETURNS anyelement LANGUAGE sql AS $$ SELECT $1 $$; CREATE FUNCTION g(t, t[]) RETURNS t LANGUAGE sql AS $$ SELECT $1 $$; CREATE FUNCTION h(a t.id%TYPE) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    },
    {
      name: 'a function that a check, an index and a view use gets another body',
      from: 'CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 $$; CREATE TABLE t (a int CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE VIEW v AS SELECT f(a) FROM t',
      to: 'CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 + 1 $$; CREATE TABLE t (a int CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE VIEW v AS SELECT f(a) FROM t',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a function that a check, an index and a view use gets another argument name',
      from: 'CREATE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 $$; CREATE TABLE t (a int CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE VIEW v AS SELECT f(a) FROM t',
      to: 'CREATE FUNCTION f(b int) RETURNS int IMMUTABLE LANGUAGE sql AS $$ SELECT $1 $$; CREATE TABLE t (a int CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE VIEW v AS SELECT f(a) FROM t',
      rows: 'INSERT INTO t VALUES (1)',
    },
    {
      name: 'a window function and a transform are C; a support function of the system',
      from: '',
      to: `CREATE FUNCTION w() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number'; CREATE FUNCTION s(int4, int4) RETURNS SETOF int4 LANGUAGE internal IMMUTABLE STRICT SUPPORT generate_series_int4_support AS 'generate_series_int4'`,
    },
  ],
}

export const aggregates: Group = {
  name: 'aggregates',
  cases: [
    { name: 'one', from: '', to: `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0')` },
    {
      name: 'another start',
      from: `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0')`,
      to: `CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '1', parallel = safe)`,
    },
    {
      name: 'with a final function of ours, used in a view',
      from: '',
      to: `CREATE FUNCTION fin(int) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT $1::text $$; CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int, initcond = '0', finalfunc = fin, combinefunc = int4pl); CREATE TABLE t (n int); CREATE VIEW v AS SELECT total(n) FROM t`,
    },
    {
      name: 'moving, sorted, ordered set',
      from: '',
      to: `CREATE AGGREGATE m(int) (sfunc = int4pl, stype = int, initcond = '0', msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '0'); CREATE AGGREGATE least_of(int) (sfunc = int4smaller, stype = int, sortop = <); CREATE AGGREGATE pick(float8 ORDER BY anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra)`,
    },
    {
      name: 'of any row, and variadic',
      from: '',
      to: `CREATE AGGREGATE rows(*) (sfunc = int8inc, stype = int8, initcond = '0')`,
    },
    {
      name: 'a comment and a privilege',
      both: 'CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int)',
      from: '',
      to: `COMMENT ON AGGREGATE total(int) IS 'sum'; GRANT EXECUTE ON FUNCTION total(int) TO reader`,
    },
  ],
}

const f = 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$'
const t = `CREATE TABLE t (id int, n int); ${f}`

export const triggers: Group = {
  name: 'triggers',
  cases: [
    {
      name: 'one',
      both: t,
      from: '',
      to: 'CREATE TRIGGER g BEFORE INSERT OR UPDATE OF n, id ON t FOR EACH ROW EXECUTE FUNCTION f()',
    },
    {
      name: 'another timing',
      both: t,
      from: 'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
      to: 'CREATE TRIGGER g AFTER DELETE OR TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f()',
    },
    {
      name: 'a condition and arguments',
      both: t,
      from: 'CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()',
      to: `CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.n IS DISTINCT FROM NEW.n) EXECUTE FUNCTION f('a', 'it''s', '?')`,
    },
    {
      name: 'disabled, replica and always',
      both: `${t}; CREATE TRIGGER a BEFORE INSERT ON t EXECUTE FUNCTION f(); CREATE TRIGGER b BEFORE INSERT ON t EXECUTE FUNCTION f(); CREATE TRIGGER c BEFORE INSERT ON t EXECUTE FUNCTION f()`,
      from: '',
      to: 'ALTER TABLE t DISABLE TRIGGER a; ALTER TABLE t ENABLE REPLICA TRIGGER b; ALTER TABLE t ENABLE ALWAYS TRIGGER c',
    },
    {
      name: 'a constraint trigger',
      both: t,
      from: '',
      to: 'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
    },
    {
      name: 'a constraint trigger from another table',
      both: `${t}; CREATE TABLE u (id int)`,
      from: 'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
      to: 'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FROM u FOR EACH ROW EXECUTE FUNCTION f()',
    },
    {
      name: 'transition tables',
      both: t,
      from: '',
      to: 'CREATE TRIGGER g AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS "N" FOR EACH STATEMENT EXECUTE FUNCTION f()',
    },
    {
      name: 'a comment',
      both: `${t}; CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()`,
      from: '',
      to: `COMMENT ON TRIGGER g ON t IS 'g'`,
    },
    {
      name: 'on a partitioned table',
      both: `${f}; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`,
      from: '',
      to: 'CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()',
    },
    {
      name: 'disabled on one partition',
      both: `${f}; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()`,
      from: '',
      to: 'ALTER TABLE p1 DISABLE TRIGGER g',
    },
  ],
}

export const eventTriggers: Group = {
  name: 'event triggers',
  cases: [
    {
      name: 'one',
      both: 'CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
      from: '',
      to: `CREATE EVENT TRIGGER g ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION e()`,
    },
    {
      name: 'another event, disabled',
      both: 'CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
      from: 'CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION e()',
      to: `CREATE EVENT TRIGGER g ON sql_drop EXECUTE FUNCTION e(); ALTER EVENT TRIGGER g DISABLE; COMMENT ON EVENT TRIGGER g IS 'g'`,
    },
  ],
}

export const rewriteRules: Group = {
  name: 'rules',
  cases: [
    {
      name: 'one',
      both: 'CREATE TABLE t (id int); CREATE TABLE log (id int)',
      from: '',
      to: 'CREATE RULE r AS ON INSERT TO t WHERE NEW.id > 0 DO ALSO INSERT INTO log VALUES (NEW.id)',
    },
    {
      name: 'another action, disabled',
      both: 'CREATE TABLE t (id int); CREATE TABLE log (id int)',
      from: 'CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
      to: `CREATE RULE r AS ON DELETE TO t DO ALSO (INSERT INTO log VALUES (1); INSERT INTO log VALUES (2)); ALTER TABLE t DISABLE RULE r; COMMENT ON RULE r ON t IS 'r'`,
    },
  ],
}
