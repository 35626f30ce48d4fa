import { piece, type Piece } from './piece.ts'

/** An extension that may be in one of two schemas; `none` is half of the time. */
function extension(name: string): Piece {
  return piece(name, name, {
    none: '',
    app: `CREATE EXTENSION ${name} SCHEMA «app»`,
    no: '',
    far: `CREATE EXTENSION ${name} SCHEMA «far»`,
  })
}

/** Extensions. */
export const extensions: readonly Piece[] = [
  ...['citext', 'hstore', 'pg_trgm', 'pgcrypto', 'btree_gist'].map(extension),
  piece('cube', 'cube', { none: '', app: 'CREATE EXTENSION cube SCHEMA «app»', no: '' }),
  piece('earthdistance', 'earthdistance', { none: '', app: 'CREATE EXTENSION earthdistance SCHEMA «!cube:app»«app»' }),
]

/** What is made with the types, functions and operator classes of extensions, behind the tables. */
export const ofExtensions: readonly Piece[] = [
  piece('t.e', 'e', {
    citext: 'ALTER TABLE «t» ADD COLUMN e «!citext:app»«app».citext',
    farCitext: `ALTER TABLE «t» ADD COLUMN e «!citext:far»«far».citext DEFAULT 'E' NOT NULL`,
    citexts: `ALTER TABLE «t» ADD COLUMN e «!citext:app»«app».citext[] DEFAULT '{E}'`,
    hstore: `ALTER TABLE «t» ADD COLUMN e «!hstore:app»«app».hstore DEFAULT 'a=>1'`,
    farHstore: 'ALTER TABLE «t» ADD COLUMN e «!hstore:far»«far».hstore',
    text: 'ALTER TABLE «t» ADD COLUMN e text',
    random: `ALTER TABLE «t» ADD COLUMN e text DEFAULT encode(«!pgcrypto:app»«app».gen_random_bytes(4), 'hex')`,
    farRandom: `ALTER TABLE «t» ADD COLUMN e bytea DEFAULT «!pgcrypto:far»«far».digest('x', 'sha1')`,
    cube: 'ALTER TABLE «t» ADD COLUMN e «!cube:app»«app».cube',
    earth: 'ALTER TABLE «t» ADD COLUMN e «!earthdistance:app»«app».earth',
    box: 'ALTER TABLE «t» ADD COLUMN e «gift»',
  }),
  piece('e index', 'e_index', {
    e: 'CREATE INDEX e_index ON «t» («t.e:-earth»)',
    similar: 'CREATE INDEX e_index ON «t» USING gin («t.s:text|varchar|c|char» «!pg_trgm:app»«app».gin_trgm_ops)',
    alike: 'CREATE INDEX e_index ON «t» USING gist («t.s:text|varchar|c» «!pg_trgm:far»«far».gist_trgm_ops)',
    signed: 'CREATE INDEX e_index ON «t» USING gist («t.s:text|c» «!pg_trgm:app»«app».gist_trgm_ops (siglen = 32))',
    hstore: 'CREATE INDEX e_index ON «t» USING gin («t.e:hstore|farHstore»)',
    earth: 'CREATE INDEX e_index ON «t» USING gist («t.e:earth|cube»)',
    scalar:
      'CREATE INDEX e_index ON «t» USING gist («t.n:int|called|small|big», «t.s:text|varchar|c»)«!btree_gist:app|far»',
    unique: 'CREATE UNIQUE INDEX e_index ON «t» («t.e:citext|farCitext»)',
  }),
  piece('e exclusion', '', [
    'ALTER TABLE «t» ADD CONSTRAINT once EXCLUDE USING gist («t.n:int|called|small|big» WITH =, «t.x:spans» WITH &&)«!btree_gist:app|far»',
    'ALTER TABLE «t» ADD CONSTRAINT once EXCLUDE USING gist («t.s:text|varchar|c» WITH =)«!btree_gist:app|far»',
    'ALTER TABLE «t» ADD CONSTRAINT once UNIQUE («t.e:citext|farCitext|text»)',
    `ALTER TABLE «t» ADD CONSTRAINT once CHECK («t.e:hstore» OPERATOR(«app».?) 'a')`,
    `ALTER TABLE «t» ADD CONSTRAINT once CHECK («t.e:citext» OPERATOR(«app».<>) 'x')`,
  ]),
  piece('e view', 'app.e_view', [
    `CREATE VIEW «app».e_view AS SELECT «t.id», «t.e:citext|farCitext»::text AS e FROM «t»`,
    `CREATE VIEW «app».e_view AS SELECT «t.e:hstore» OPERATOR(«app».->) 'a' AS e FROM «t»`,
    `CREATE VIEW «app».e_view AS SELECT «!pg_trgm:app»«app».similarity(«t.s:text|varchar|c», 'x') AS e FROM «t»`,
    'CREATE VIEW «app».e_view AS SELECT (each).key AS e FROM (SELECT «app».each(«t.e:hstore») FROM «t») q',
    'CREATE MATERIALIZED VIEW «app».e_view AS SELECT «t.e» FROM «t»',
    'CREATE VIEW «app».e_view AS SELECT «app».earth_distance(«t.e:earth», «t.e») AS e FROM «t»',
  ]),
  piece('e function', 'app.e_of', [
    `CREATE FUNCTION «app».e_of(e «!citext:app»«app».citext) RETURNS text LANGUAGE sql AS 'SELECT e::text'`,
    `CREATE FUNCTION «app».e_of(e «!citext:far»«far».citext) RETURNS text LANGUAGE sql AS 'SELECT e::text'`,
    `CREATE FUNCTION «app».e_of(e «!hstore:app»«app».hstore) RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT skeys FROM «app».skeys(e); END`,
    `CREATE FUNCTION «app».e_of(e «gift») RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  ]),
  piece('e aggregate', '', [
    `CREATE AGGREGATE «app».e_join(«!hstore:app»«app».hstore) (SFUNC = «app».hs_concat, STYPE = «app».hstore)`,
    `CREATE OPERATOR «app».~+~ (FUNCTION = «app».hs_concat, LEFTARG = «app».hstore, RIGHTARG = «!hstore:app»«app».hstore)`,
    `CREATE CAST («pair» AS «app».hstore) WITH INOUT«!hstore:app»`,
  ]),
  piece('e statistics', '', ['CREATE STATISTICS app.e_st ON «t.e:citext|farCitext|text», «t.n» FROM «t»']),
  piece('e partitions', 'app.e_p', [
    'CREATE TABLE «app».e_p (e «app».citext, v int) PARTITION BY LIST (e)«!citext:app»',
    `CREATE TABLE «app».e_p (e text, v int) PARTITION BY RANGE (e); CREATE TABLE «app».e_p1 PARTITION OF «app».e_p DEFAULT`,
    `CREATE TABLE «app».e_p (e «far».citext, v int) PARTITION BY LIST (e)«!citext:far»; CREATE TABLE «app».e_p1 PARTITION OF «app».e_p FOR VALUES IN ('A')`,
  ]),
  piece('e grants', '', [
    'COMMENT ON EXTENSION «citext:app|far» IS $$case$$',
    `COMMENT ON INDEX «app».«e index» IS 'of e'`,
    'GRANT SELECT («t.e») ON «t» TO reader',
    `CREATE POLICY e ON «t» USING («t.e:citext» OPERATOR(«app».=) 'x')`,
    `CREATE TRIGGER e BEFORE UPDATE OF e ON «t» FOR EACH ROW WHEN (NEW.«t.e:text|random» IS NULL) EXECUTE FUNCTION «touch»()`,
  ]),
]

/** Types over those of extensions, before the tables. */
export const typesOfExtensions: readonly Piece[] = [
  piece('gift', 'app.gift', {
    domain: `CREATE DOMAIN «app».gift AS «app».citext«!citext:app» CHECK (length(VALUE) < 90)`,
    far: `CREATE DOMAIN «app».gift AS «far».citext«!citext:far» DEFAULT 'G'`,
    row: 'CREATE TYPE «app».gift AS (h «!hstore:app»«app».hstore, n int)',
    range: 'CREATE TYPE «app».gift AS RANGE (SUBTYPE = «!citext:app»«app».citext)',
    text: 'CREATE DOMAIN «app».gift AS text',
  }),
]
