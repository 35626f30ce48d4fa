import { piece, type Piece } from './piece.ts'

/** Functions over tables, and what is built of functions: aggregates, operators, casts. */
export const routines: readonly Piece[] = [
  piece('rows', 'app.rows', {
    rows: `CREATE FUNCTION «app».rows() RETURNS SETOF «t» STABLE LANGUAGE sql AS 'SELECT * FROM app.t'`,
    one: `CREATE FUNCTION «app».rows() RETURNS «t» STABLE LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    table: `CREATE FUNCTION «app».rows() RETURNS TABLE (n int, s text) ROWS 5 LANGUAGE plpgsql AS 'BEGIN END'`,
    atomic:
      'CREATE FUNCTION «app».rows() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM «t» WHERE «t.n» > 1; END',
    kinds: `CREATE FUNCTION «app».rows() RETURNS SETOF «kind» LANGUAGE sql AS 'SELECT NULL::app.kind'`,
  }),
  piece('of row', 'app.of_row', [
    `CREATE FUNCTION «app».of_row(r «t») RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'`,
    `CREATE FUNCTION «app».of_row(r «t», more int DEFAULT 2) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN 2; END'`,
    `CREATE FUNCTION «app».of_row(r «u») RETURNS text LANGUAGE sql AS 'SELECT NULL'`,
  ]),
  piece('of types', 'app.of_types', [
    `CREATE FUNCTION «app».of_types(k «kind» DEFAULT 'b', OUT n int, OUT m text) LANGUAGE plpgsql AS 'BEGIN END'`,
    `CREATE FUNCTION «app».of_types(VARIADIC p «pair»[]) RETURNS «code» LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN END'`,
    `CREATE FUNCTION «app».of_types(a «label», INOUT b «span») LANGUAGE plpgsql AS 'BEGIN END'`,
    `CREATE FUNCTION «app».of_types(k «t».«t.k»%TYPE) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'`,
  ]),
  piece('do it', 'app.do_it', [
    `CREATE PROCEDURE «app».do_it(a int, b text DEFAULT 'x') LANGUAGE plpgsql AS 'BEGIN END'`,
    `CREATE PROCEDURE «app».do_it(a int, b text) LANGUAGE plpgsql AS 'BEGIN COMMIT; END'`,
    `CREATE PROCEDURE «app».do_it(a «kind», INOUT b text) LANGUAGE plpgsql AS 'BEGIN END'`,
    'CREATE PROCEDURE «app».do_it(a int, b text) BEGIN ATOMIC INSERT INTO «u» («u.s:text») VALUES (b); END',
  ]),
  piece('sum', 'app.total', [
    'CREATE AGGREGATE «app».total(int) (SFUNC = «add», STYPE = int)',
    `CREATE AGGREGATE «app».total(int) (SFUNC = «add», STYPE = int, INITCOND = '0', PARALLEL = SAFE)`,
    'CREATE AGGREGATE «app».total(value int) (SFUNC = int4pl, STYPE = int)',
  ]),
  piece('plus', 'OPERATOR(app.<+>)', [
    'CREATE OPERATOR «app».<+> (FUNCTION = «add», LEFTARG = int, RIGHTARG = int, COMMUTATOR = OPERATOR(app.<+>))',
    'CREATE OPERATOR «app».<+> (FUNCTION = «add», LEFTARG = int, RIGHTARG = int)',
  ]),
  piece('number of pair', 'app.number', [
    `CREATE FUNCTION «app».number(p «pair») RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1'`,
    `CREATE FUNCTION «app».number(p «pair») RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2'`,
  ]),
  piece('cast', '', [
    'CREATE CAST («pair» AS int) WITH FUNCTION «number of pair»',
    'CREATE CAST («pair» AS int) WITH FUNCTION «number of pair» AS ASSIGNMENT',
    'CREATE CAST («pair» AS text) WITH INOUT AS ASSIGNMENT',
  ]),
  piece('uses plus', '', [
    'ALTER TABLE «t» ADD CONSTRAINT plus CHECK ((«t.n:int|called» «plus» 1) > 0)',
    'CREATE INDEX plus ON «t» ((«t.n:int|called|small» «plus» 1))',
  ]),
  piece('uses of row', '', ['ALTER TABLE «u» ALTER «u.n:int» SET DEFAULT «of row»(NULL::«t»)']),
  piece('uses sum', '', [
    `CREATE VIEW app.totals AS SELECT «sum»(«t.n:int|called|small») AS total FROM «t»`,
    `CREATE FUNCTION app.totals() RETURNS int LANGUAGE sql RETURN (SELECT «sum»(«u.n:int») FROM «u»)`,
  ]),
  piece('touch', 'app.touch', [
    `CREATE FUNCTION «app».touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    `CREATE FUNCTION «app».touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = app, pg_temp AS 'BEGIN RETURN NULL; END'`,
  ]),
  piece('watch', 'app.watch', [
    `CREATE FUNCTION «app».watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
    `CREATE FUNCTION «app».watch() RETURNS event_trigger LANGUAGE plpgsql COST 3 AS 'BEGIN NULL; END'`,
  ]),
  piece('event', 'noticed', [
    'CREATE EVENT TRIGGER noticed ON ddl_command_end EXECUTE FUNCTION «watch»()',
    `CREATE EVENT TRIGGER noticed ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION «watch»()`,
    'CREATE EVENT TRIGGER noticed ON sql_drop EXECUTE FUNCTION «watch»(); ALTER EVENT TRIGGER noticed DISABLE',
  ]),
]
