import { piece, type Piece } from './piece.ts'

/** Namespaces, types, sequences, and what their checks and defaults call. */
export const types: readonly Piece[] = [
  piece('app', 'app', { '': 'CREATE SCHEMA app' }),
  piece('far', '"Far out"', { '': 'CREATE SCHEMA "Far out"' }),
  piece('coll', 'app.coll', [
    `CREATE COLLATION «app».coll (provider = libc, locale = 'C')`,
    `CREATE COLLATION «app».coll (provider = libc, locale = 'POSIX')`,
    `CREATE COLLATION «app».coll (provider = icu, locale = 'und', deterministic = false)`,
  ]),
  piece('kind', 'app.kind', [
    `CREATE TYPE «app».kind AS ENUM ('a', 'b', 'c')`,
    `CREATE TYPE «app».kind AS ENUM ('c', 'b', 'a')`,
    `CREATE TYPE «app».kind AS ENUM ('a', 'x', 'b', 'c', 'd')`,
    `CREATE TYPE «app».kind AS ENUM ('b')`,
    `CREATE TYPE «app».kind AS ENUM ('it''s', 'b')`,
  ]),
  piece('mood', '"Far out".mood', [
    `CREATE TYPE «far».mood AS ENUM ('b', 'c')`,
    `CREATE TYPE «far».mood AS ENUM ('a', 'b')`,
  ]),
  piece('add', 'app.add', {
    sql: `CREATE FUNCTION «app».add(a int, b int DEFAULT 1) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT a + b'`,
    more: `CREATE FUNCTION «app».add(a int, b int DEFAULT 2) RETURNS int IMMUTABLE STRICT COST 7 LANGUAGE sql AS 'SELECT b + a'`,
    named: `CREATE FUNCTION «app».add(x int, y int DEFAULT 1) RETURNS int IMMUTABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT x + y'`,
    parsed: `CREATE FUNCTION «app».add(a int, b int DEFAULT 1) RETURNS int IMMUTABLE LANGUAGE sql RETURN a + b`,
    plpgsql: `CREATE FUNCTION «app».add(a int, b int DEFAULT 1) RETURNS int IMMUTABLE LANGUAGE plpgsql SET search_path = pg_catalog AS 'BEGIN RETURN a + b; END'`,
  }),
  piece('fine', 'app.fine', [
    `CREATE FUNCTION «app».fine(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT length(t) < 9'`,
    `CREATE FUNCTION «app».fine(t text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT length(t) < 99'`,
    `CREATE FUNCTION «app».fine(text text) RETURNS boolean IMMUTABLE LEAKPROOF LANGUAGE plpgsql AS 'BEGIN RETURN true; END'`,
  ]),
  piece('code', 'app.code', {
    int: 'CREATE DOMAIN «app».code AS int CONSTRAINT positive CHECK (VALUE > 0)',
    more: 'CREATE DOMAIN «app».code AS int DEFAULT 7 NOT NULL CONSTRAINT positive CHECK (VALUE > 1) CONSTRAINT small CHECK (VALUE < 100)',
    big: 'CREATE DOMAIN «app».code AS bigint DEFAULT «add»(1)',
    calling: 'CREATE DOMAIN «app».code AS int CONSTRAINT added CHECK («add»(VALUE) > 0)',
  }),
  piece('label', 'app.label', {
    text: 'CREATE DOMAIN «app».label AS text',
    fine: `CREATE DOMAIN «app».label AS text DEFAULT 'x' CHECK («fine»(VALUE))`,
    varchar: 'CREATE DOMAIN «app».label AS varchar(20) COLLATE "C"',
    sorted: 'CREATE DOMAIN «app».label AS text COLLATE «coll»',
  }),
  piece('sort', 'app.sort', {
    enum: `CREATE DOMAIN «app».sort AS «kind» DEFAULT 'b'`,
    checked: `CREATE DOMAIN «app».sort AS «kind» CONSTRAINT not_x CHECK (VALUE <> 'b')`,
    array: `CREATE DOMAIN «app».sort AS «kind»[]`,
  }),
  piece('deep', 'app.deep', [
    'CREATE DOMAIN «app».deep AS «code» CHECK (VALUE <> 5)',
    'CREATE DOMAIN «app».deep AS «code» NOT NULL',
    'CREATE DOMAIN «app».deep AS int',
  ]),
  piece('code later', '', [
    'ALTER DOMAIN «code» ADD CONSTRAINT later CHECK (VALUE < 1000) NOT VALID',
    'ALTER DOMAIN «code» ADD CONSTRAINT later CHECK (VALUE < 1000)',
  ]),
  piece('pair', 'app.pair', {
    plain: 'CREATE TYPE «app».pair AS (x int, y text)',
    wide: 'CREATE TYPE «app».pair AS (x bigint, y text)',
    more: 'CREATE TYPE «app».pair AS (x int, y text, z numeric(10,2))',
    less: 'CREATE TYPE «app».pair AS (x int)',
    turned: 'CREATE TYPE «app».pair AS (y text COLLATE "C", x int)',
    kinds: 'CREATE TYPE «app».pair AS (x int, k «kind»)',
    coded: 'CREATE TYPE «app».pair AS (x «code», y text)',
  }),
  piece('nest', 'app.nest', [
    'CREATE TYPE «app».nest AS (p «pair», n int)',
    'CREATE TYPE «app».nest AS (p «pair»[], n int)',
    'CREATE TYPE «app».nest AS (p int, n int)',
  ]),
  piece('span', 'app.span', {
    int: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = int)',
    text: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = text, COLLATION = "C")',
    named: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = app.spans)',
    float: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi)',
    sorted: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = text, COLLATION = «coll»)',
    kinds: 'CREATE TYPE «app».span AS RANGE (SUBTYPE = «kind»)',
  }),
  piece('counter', 'app.counter', {
    plain: 'CREATE SEQUENCE «app».counter',
    int: 'CREATE SEQUENCE «app».counter AS int INCREMENT 2 CYCLE',
    far: 'CREATE SEQUENCE «app».counter START 100 MINVALUE 100 CACHE 5',
    down: 'CREATE SEQUENCE «app».counter INCREMENT -1 MINVALUE -50 MAXVALUE -1',
    small: 'CREATE SEQUENCE «app».counter AS smallint MAXVALUE 99',
    'unlogged@15': 'CREATE UNLOGGED SEQUENCE «app».counter',
  }),
]
