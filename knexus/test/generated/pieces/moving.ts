import { piece, type Piece } from './piece.ts'

const SHIFT = '«app».shift'

/** What keeps its name and hangs on something else, or becomes another kind of object. */
export const moving: readonly Piece[] = [
  piece('moving index', 'moving', {
    t: 'CREATE INDEX moving ON «t» («t.n»)',
    kid: 'CREATE INDEX moving ON «kid» («t.n»)',
    m: 'CREATE INDEX moving ON «m:v|t|kinds» (n)',
    same: 'CREATE INDEX moving ON «same» (n)',
    other: 'CREATE INDEX moving ON «other» (n)',
    part: 'CREATE INDEX moving ON «part» (n)',
    part1: 'CREATE INDEX moving ON «part1» (n)',
    table: 'CREATE TABLE app.moving (n int)«!app»',
    sequence: 'CREATE SEQUENCE app.moving«!app»',
  }),
  piece('moving statistics', 'app.moved', {
    t: 'CREATE STATISTICS «app».moved ON «t.n», «t.s» FROM «t»',
    kid: 'CREATE STATISTICS «app».moved ON «t.n», «t.s» FROM «kid»',
    m: 'CREATE STATISTICS «app».moved ON n, s FROM «m:t»',
    same: 'CREATE STATISTICS «app».moved ON n, s FROM «same»',
    other: 'CREATE STATISTICS «app».moved ON n, s FROM «other»',
    part: 'CREATE STATISTICS «app».moved ON n, s FROM «part»',
    part1: 'CREATE STATISTICS «app».moved ON n, s FROM «part1»',
  }),
  piece('moving target', '', [
    'ALTER STATISTICS «moving statistics» SET STATISTICS 60',
    'ALTER INDEX app.«moving index:t|kid|same|other» SET (fillfactor = 55)',
    `COMMENT ON STATISTICS «moving statistics» IS 'moved'`,
    `COMMENT ON INDEX app.«moving index:-table|sequence» IS 'moves'`,
  ]),
  piece('shift', 'app.shift', {
    table: `CREATE TABLE ${SHIFT} (id int PRIMARY KEY, n int DEFAULT 3)`,
    view: `CREATE VIEW ${SHIFT} AS SELECT 1 AS id, 2 AS n`,
    viewOfT: `CREATE VIEW ${SHIFT} AS SELECT «t.id», «t.n» FROM «t»`,
    materialized: `CREATE MATERIALIZED VIEW ${SHIFT} AS SELECT 1 AS id, 2 AS n`,
    foreign: `CREATE FOREIGN TABLE ${SHIFT} (id int, n int) SERVER «server»`,
    partitioned: `CREATE TABLE ${SHIFT} (id int, n int) PARTITION BY LIST (n)`,
    sequence: `CREATE SEQUENCE ${SHIFT}`,
    composite: `CREATE TYPE ${SHIFT} AS (id int, n int)`,
    enum: `CREATE TYPE ${SHIFT} AS ENUM ('a', 'b')`,
    domain: `CREATE DOMAIN ${SHIFT} AS int`,
    range: `CREATE TYPE ${SHIFT} AS RANGE (SUBTYPE = int)`,
    typed: `CREATE TABLE ${SHIFT} OF «pair»`,
    kid: `CREATE TABLE ${SHIFT} () INHERITS («t»)`,
    unlogged: `CREATE UNLOGGED TABLE ${SHIFT} (id int, n int)`,
    part: `CREATE TABLE ${SHIFT} PARTITION OF «part» FOR VALUES IN (9)`,
  }),
  piece('uses shift', '', [
    'CREATE VIEW «app».of_shift AS SELECT id, n FROM «shift:-sequence|composite|enum|domain|range|typed|kid»',
    'CREATE TABLE «app».of_shift (a «shift:composite|enum|domain|range», b int)',
    'CREATE TABLE «app».of_shift (a «shift:composite|enum|domain|range»[], b int)',
    `CREATE TABLE «app».of_shift (a int DEFAULT nextval('«shift:sequence»'), b int)`,
    `CREATE FUNCTION «app».of_shift(a «shift:-sequence») RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    'CREATE TABLE «app».of_shift (a «shift:table|view|partitioned|unlogged», b int)',
  ]),
  piece('shift tail', '', [
    'GRANT SELECT ON «shift:-composite|enum|domain|range» TO reader',
    'ALTER TABLE «shift:table|unlogged|partitioned» OWNER TO writer',
    'CREATE INDEX shift_n ON «shift:table|materialized|partitioned|unlogged» (n)',
    'CREATE TRIGGER shifted AFTER INSERT ON «shift:table|partitioned|unlogged» FOR EACH ROW EXECUTE FUNCTION «touch»()',
    'ALTER TYPE «shift:composite|enum|range» OWNER TO writer',
    'CREATE RULE shifted AS ON DELETE TO «shift:table|view|unlogged» DO INSTEAD NOTHING',
  ]),
  piece('routine', '', {
    function: `CREATE FUNCTION «app».turn(a int) RETURNS int LANGUAGE sql AS 'SELECT a'`,
    procedure: `CREATE PROCEDURE «app».turn(a int) LANGUAGE plpgsql AS 'BEGIN END'`,
    aggregate: 'CREATE AGGREGATE «app».turn(int) (SFUNC = int4pl, STYPE = int)',
    window: `CREATE FUNCTION «app».turn(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT a'`,
    rows: `CREATE FUNCTION «app».turn(a int) RETURNS TABLE (b int) LANGUAGE plpgsql AS 'BEGIN END'`,
    out: `CREATE FUNCTION «app».turn(a int, OUT b int, OUT c text) LANGUAGE plpgsql AS 'BEGIN END'`,
  }),
  piece('guard', '', {
    check: 'ALTER TABLE «t» ADD CONSTRAINT guard CHECK («t.n» > 0)',
    unique: 'ALTER TABLE «t» ADD CONSTRAINT guard UNIQUE («t.n»)',
    foreign:
      'ALTER TABLE «t:-unlogged» ADD CONSTRAINT guard FOREIGN KEY («t.n:int|called|small|big») REFERENCES «u:-unlogged» («!u key:-deferrable»«u.id»)',
    exclusion: 'ALTER TABLE «t» ADD CONSTRAINT guard EXCLUDE («t.n» WITH =)',
    trigger: 'CREATE CONSTRAINT TRIGGER guard AFTER INSERT ON «t» FOR EACH ROW EXECUTE FUNCTION «touch»()',
    index: 'CREATE UNIQUE INDEX guard ON «t» («t.n»)',
    'null@18': 'ALTER TABLE «t» ADD CONSTRAINT guard NOT NULL «t.n»',
  }),
]

/** Tables that are alike, for what moves between them. */
export const alike: readonly Piece[] = [
  piece('same', 'app.same', ['CREATE TABLE «app».same (n int, s text)', 'CREATE TABLE «app».same (s text, n int)']),
  piece('other', 'app.other', {
    plain: 'CREATE TABLE «app».other (n int, s text)',
    view: 'CREATE MATERIALIZED VIEW «app».other AS SELECT n, s FROM «same»',
  }),
  piece('part', 'app.part', ['CREATE TABLE «app».part (n int, s text, id int) PARTITION BY LIST (n)']),
  piece('part1', 'app.part1', {
    part: 'CREATE TABLE «app».part1 PARTITION OF «part» FOR VALUES IN (1)',
    alone: 'CREATE TABLE «app».part1 (n int, s text, id int)',
  }),
]
