import type { Missed } from './case.ts'

const BODY = 'AS $$ SELECT 1 $$'
const F = `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql ${BODY}`
const again = (text: string) => `DROP FUNCTION f; ${text}`
const SET = `CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql ${BODY}`
const TRIGGER_FUNCTION = `CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`
const trigger = (text: string) => `DROP TRIGGER g ON t; CREATE ${text}`

/** Functions and what calls them. */
export const code: readonly Missed[] = [
  {
    kind: 'function',
    setup: F,
    edits: {
      arguments: again(`CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql ${BODY}`),
      returns: again(`CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$`),
      window: {
        setup: `CREATE FUNCTION f() RETURNS bigint LANGUAGE internal AS 'window_row_number'`,
        change: again(`CREATE FUNCTION f() RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number'`),
      },
      language: again('CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$'),
      body: 'CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
      sqlBody: 'CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN 1',
      library: {
        setup: `CREATE FUNCTION f() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler'`,
        change: `UPDATE pg_proc SET probin = '$libdir/other' WHERE oid = 'f'::regproc`,
        only: `SELECT count(*) > 0 FROM pg_settings WHERE name = 'dynamic_library_path' AND version() !~ 'emscripten|wasm'`,
      },
      transforms: {
        setup: `CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal)); ${F}`,
        change: again(`CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql TRANSFORM FOR TYPE int ${BODY}`),
      },
      volatility: 'ALTER FUNCTION f STABLE',
      strict: 'ALTER FUNCTION f STRICT',
      securityDefiner: 'ALTER FUNCTION f SECURITY DEFINER',
      leakproof: 'ALTER FUNCTION f LEAKPROOF',
      parallel: 'ALTER FUNCTION f PARALLEL SAFE',
      cost: 'ALTER FUNCTION f COST 5',
      rows: { setup: SET, change: 'ALTER FUNCTION f ROWS 5' },
      support: { setup: SET, change: 'ALTER FUNCTION f SUPPORT generate_series_int4_support' },
      settings: `ALTER FUNCTION f SET work_mem = '5MB'`,
    },
  },
  {
    kind: 'aggregate',
    setup: 'CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int)',
    edits: {
      arguments: 'DROP AGGREGATE a(int); CREATE AGGREGATE a(n int) (SFUNC = int4pl, STYPE = int)',
      options: `DROP AGGREGATE a(int); CREATE AGGREGATE a(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0')`,
    },
  },
  {
    kind: 'rule',
    setup: 'CREATE VIEW t AS SELECT 1 AS id; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
    edits: {
      on: 'DROP VIEW t; CREATE TABLE t (id int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
      definition: 'CREATE OR REPLACE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING',
      enabled: {
        setup: 'CREATE TABLE t (id int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING',
        change: 'ALTER TABLE t DISABLE RULE r',
      },
    },
  },
  {
    kind: 'trigger',
    setup: `${TRIGGER_FUNCTION}; CREATE TABLE t (id int, n int); CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g()`,
    edits: {
      on: 'DROP TABLE t; CREATE VIEW t AS SELECT 1 AS id; CREATE TRIGGER g INSTEAD OF UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g()',
      timing: trigger('TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g()'),
      events: trigger('TRIGGER g AFTER UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION g()'),
      columns: trigger('TRIGGER g AFTER UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION g()'),
      level: trigger('TRIGGER g AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION g()'),
      when: trigger('TRIGGER g AFTER UPDATE ON t FOR EACH ROW WHEN (new.n > 0) EXECUTE FUNCTION g()'),
      function: trigger('TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION h()'),
      arguments: trigger(`TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION g('a')`),
      constraint: trigger('CONSTRAINT TRIGGER g AFTER UPDATE ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION g()'),
      oldTable: trigger('TRIGGER g AFTER UPDATE ON t REFERENCING OLD TABLE AS o FOR EACH ROW EXECUTE FUNCTION g()'),
      newTable: trigger('TRIGGER g AFTER UPDATE ON t REFERENCING NEW TABLE AS o FOR EACH ROW EXECUTE FUNCTION g()'),
      enabled: 'ALTER TABLE t ENABLE ALWAYS TRIGGER g',
    },
  },
  {
    kind: 'partition trigger',
    setup: `${TRIGGER_FUNCTION}; CREATE TABLE p (k int) PARTITION BY LIST (k); CREATE TABLE c PARTITION OF p DEFAULT;
      CREATE TRIGGER g BEFORE UPDATE ON p FOR EACH ROW EXECUTE FUNCTION g(); ALTER TABLE c DISABLE TRIGGER g`,
    edits: { enabled: 'ALTER TABLE c ENABLE ALWAYS TRIGGER g' },
    fixed: {
      on: 'a partition with its own trigger state is always a table or, in place of it, a foreign table of another name',
    },
  },
  {
    kind: 'policy',
    setup: 'CREATE TABLE t (id int); CREATE POLICY p ON t USING (id > 0)',
    edits: {
      permissive: 'DROP POLICY p ON t; CREATE POLICY p ON t AS RESTRICTIVE USING (id > 0)',
      command: 'DROP POLICY p ON t; CREATE POLICY p ON t FOR SELECT USING (id > 0)',
      roles: 'ALTER POLICY p ON t TO reader',
      using: 'ALTER POLICY p ON t USING (id > 1)',
      check: 'ALTER POLICY p ON t WITH CHECK (id > 0)',
    },
    fixed: { on: 'only tables have policies' },
  },
  {
    kind: 'event trigger',
    setup: `CREATE FUNCTION g() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
      CREATE FUNCTION h() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
      CREATE EVENT TRIGGER x ON sql_drop EXECUTE FUNCTION g()`,
    edits: {
      event: 'DROP EVENT TRIGGER x; CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION g()',
      tags: `DROP EVENT TRIGGER x; CREATE EVENT TRIGGER x ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION g()`,
      function: 'DROP EVENT TRIGGER x; CREATE EVENT TRIGGER x ON sql_drop EXECUTE FUNCTION h()',
      enabled: 'ALTER EVENT TRIGGER x DISABLE',
    },
  },
]
