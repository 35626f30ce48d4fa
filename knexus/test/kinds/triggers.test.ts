import { evolutions } from './evolution.ts'

const both =
  'CREATE TABLE t (id int, n int, note text); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$'

evolutions('kinds/triggers', [
  {
    name: 'several differences are one replacement',
    both,
    from: 'CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION f()',
    to: `CREATE TRIGGER g AFTER INSERT OR UPDATE OF n, id ON t FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION f('ü', 'it''s \\', '')`,
    there: ['CREATE OR REPLACE TRIGGER g'],
    back: ['CREATE OR REPLACE TRIGGER g'],
  },
  {
    name: 'a constraint trigger is made anew',
    both,
    from: 'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
    to: 'CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
    there: ['DROP TRIGGER g ON public.t', 'CREATE CONSTRAINT TRIGGER g'],
    back: ['DROP TRIGGER g ON public.t', 'CREATE CONSTRAINT TRIGGER g'],
  },
  {
    name: 'it is switched off and on',
    both: `${both}; CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`,
    from: '',
    to: 'ALTER TABLE t DISABLE TRIGGER g',
    there: ['ALTER TABLE public.t DISABLE TRIGGER g'],
    back: ['ALTER TABLE public.t ENABLE TRIGGER g'],
  },
  {
    name: 'it makes way for another type of a column it watches, with its comment',
    both: 'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    from: `CREATE TABLE t (n int); CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON TRIGGER g ON t IS 'g'`,
    to: `CREATE TABLE t (n bigint); CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON TRIGGER g ON t IS 'g'`,
    rows: 'INSERT INTO t VALUES (1)',
    there: [
      'DROP TRIGGER g ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      'CREATE TRIGGER g',
      "COMMENT ON TRIGGER g ON public.t IS 'g'",
    ],
    back: [
      'DROP TRIGGER g ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE integer',
      'CREATE TRIGGER g',
      "COMMENT ON TRIGGER g ON public.t IS 'g'",
    ],
  },
])
