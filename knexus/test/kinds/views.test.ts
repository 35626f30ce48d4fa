import { evolutions } from './evolution.ts'

const REST = `CREATE VIEW w AS SELECT a FROM v; COMMENT ON COLUMN v.a IS 'a'; ALTER VIEW v ALTER a SET DEFAULT 1;
  CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()`

evolutions('kinds/views', [
  {
    name: 'a column more is a replacement; a column less carries what hangs on it',
    both: 'CREATE TABLE t (a int, b int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    from: `CREATE VIEW v AS SELECT a FROM t; ${REST}`,
    to: `CREATE VIEW v WITH (security_barrier) AS SELECT a, b FROM t; ${REST}`,
    there: ['CREATE OR REPLACE VIEW public.v WITH (security_barrier=true) AS'],
    back: [
      'DROP VIEW public.w',
      'DROP VIEW public.v',
      'CREATE VIEW public.v AS',
      'ALTER VIEW public.v ALTER COLUMN a SET DEFAULT 1',
      'CREATE VIEW public.w AS',
      'CREATE TRIGGER g',
      "COMMENT ON COLUMN public.v.a IS 'a'",
    ],
  },
  {
    name: 'options alone are altered',
    both: 'CREATE TABLE t (a int)',
    from: 'CREATE VIEW v WITH (security_barrier) AS SELECT a FROM t',
    to: 'CREATE VIEW v AS SELECT a FROM t WITH LOCAL CHECK OPTION',
    there: ['ALTER VIEW public.v RESET (security_barrier)', 'ALTER VIEW public.v SET (check_option=local)'],
    back: ['ALTER VIEW public.v RESET (check_option)', 'ALTER VIEW public.v SET (security_barrier=true)'],
  },
  {
    name: 'names of columns, a recursive view, and one that needs a primary key',
    both: 'CREATE TABLE t (id int PRIMARY KEY, p int, n text)',
    from: '',
    to: `CREATE VIEW grouped (one, "Two") AS SELECT id, n FROM t GROUP BY id;
      CREATE RECURSIVE VIEW r (id, depth) AS SELECT id, 1 FROM t WHERE p IS NULL UNION ALL SELECT t.id, depth + 1 FROM t JOIN r ON t.p = r.id`,
    there: ['CREATE VIEW public.grouped AS', 'CREATE VIEW public.r AS'],
    back: ['DROP VIEW public.r', 'DROP VIEW public.grouped'],
  },
])
