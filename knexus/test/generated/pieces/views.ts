import { piece, type Piece } from './piece.ts'

/** Views over tables and over each other. */
export const views: readonly Piece[] = [
  piece('v', 'app.v', {
    plain: 'CREATE VIEW «app».v AS SELECT «t.id», «t.n», «t.s» FROM «t»',
    named: 'CREATE VIEW «app».v (id, n, s) AS SELECT «t.id», «t.n» + 1, «t.s»::text FROM «t»',
    barrier: `CREATE VIEW «app».v WITH (security_barrier = true) AS SELECT «t.id», «t.n», «t.s», «t.k» FROM «t» WHERE «t.k:-array|sorts»::text = 'b'`,
    checked: 'CREATE VIEW «app».v AS SELECT «t.id», «t.n», «t.s» FROM «t» WHERE «t.n» > 1 WITH LOCAL CHECK OPTION',
    called: 'CREATE VIEW «app».v AS SELECT «t.id», «add»(«t.n:int|called|small») AS n, «t.s» FROM «t»',
    'invoker@15': 'CREATE VIEW «app».v WITH (security_invoker = true) AS SELECT «t.id», «t.n», «t.s», «t.x» FROM «t»',
    joined: 'CREATE VIEW «app».v AS SELECT t.«t.id», u.«u.n» AS n, t.«t.s» FROM «t» t JOIN «u» u ON u.«u.id» = t.id',
    star: 'CREATE VIEW «app».v AS SELECT t.* FROM «!t.id»«!t.n»«!t.s»«t» t',
    row: 'CREATE VIEW «app».v AS SELECT «t.id», «t.n», «t.s», t AS whole FROM «t» t',
    literal: `CREATE VIEW «app».v AS SELECT «t.id», «t.n», «t.s» FROM «t» WHERE «t.s:text|varchar|c» IN (SELECT 'x')`,
    recursive:
      'CREATE VIEW «app».v AS WITH RECURSIVE r(id, n, s) AS (SELECT «t.id», «t.n», «t.s» FROM «t» UNION SELECT r.id, r.n, r.s FROM r) SELECT id, n, s FROM r',
    values: `CREATE VIEW «app».v AS SELECT * FROM (VALUES (1, 2, 'x')) AS q(id, n, s)`,
    grouped:
      'CREATE VIEW «app».v AS SELECT «t.id», max(«t.n:-code|deep|bigcode») AS n, «t.s» FROM «t» GROUP BY «!t key:plain|filled|including»id',
  }),
  piece('w', '"Far out"."W"', {
    plain: 'CREATE VIEW «far»."W" AS SELECT id, n FROM «v»',
    cast: `CREATE VIEW «far»."W" ("Id", n) AS SELECT id, n::text || '?' FROM «v» WHERE id > 0`,
    row: 'CREATE VIEW «far»."W" AS SELECT id, v AS n FROM «v» v',
    union:
      'CREATE VIEW «far»."W" AS SELECT id, s FROM «v» UNION ALL SELECT «u.id», «u.s» FROM «!u.s:text|varchar»«!t.s:text|varchar|c»«u»',
    aggregated: 'CREATE VIEW «far»."W" AS SELECT «sum»(n::int) AS id FROM «v»',
  }),
  piece('m', 'app.m', {
    v: 'CREATE MATERIALIZED VIEW «app».m AS SELECT id, n FROM «v»',
    t: 'CREATE MATERIALIZED VIEW «app».m WITH (fillfactor = 60) AS SELECT «t.id», «t.n», «t.s» FROM «t»',
    w: 'CREATE MATERIALIZED VIEW «app».m AS SELECT * FROM «w» WITH NO DATA',
    kinds: 'CREATE MATERIALIZED VIEW «app».m AS SELECT «t.id», «t.k» AS n FROM «t»',
    p: 'CREATE MATERIALIZED VIEW «app».m (id, n) AS SELECT k, v FROM «p»',
  }),
  piece('m index', 'm_n', [
    'CREATE INDEX m_n ON «m:v|t|kinds|p» (n)',
    'CREATE UNIQUE INDEX m_n ON «m:v|t|kinds|p» (id)',
    `CREATE INDEX m_n ON «m:v|t|p» ((n::text || 'x')) WHERE «!app»«!m:p» id > 3`,
    `CREATE INDEX m_n ON «m:v|t|kinds|p» (id DESC, n) WITH (fillfactor = 80)`,
  ]),
  piece('m settings', '', [
    'ALTER MATERIALIZED VIEW «m:v|t|kinds|p» ALTER id SET STATISTICS 9',
    'ALTER MATERIALIZED VIEW «m:v|t|kinds|p» CLUSTER ON «m index»',
    'CREATE STATISTICS app.on_m ON id, n FROM «m:v|t|kinds|p»',
    `ALTER MATERIALIZED VIEW «m:p» ALTER n SET STORAGE MAIN`,
  ]),
  piece('of m', 'app.of_m', [
    'CREATE VIEW «app».of_m AS SELECT * FROM «m»',
    `CREATE FUNCTION «app».of_m() RETURNS SETOF «m» LANGUAGE sql AS 'SELECT * FROM app.m'`,
  ]),
  piece('v default', '', [
    'ALTER VIEW «v:-values» ALTER n SET DEFAULT NULL',
    'ALTER VIEW «v:plain|checked» ALTER id SET DEFAULT 5',
  ]),
  piece('v rule', '', [
    'CREATE RULE quiet AS ON DELETE TO «v» DO INSTEAD NOTHING',
    'CREATE RULE quiet AS ON INSERT TO «v» DO INSTEAD INSERT INTO «u» («u.s») VALUES (NULL)',
    'CREATE RULE quiet AS ON UPDATE TO «v:plain|checked» WHERE new.id > 3 DO INSTEAD NOTHING',
  ]),
  piece('v trigger', '', [
    'CREATE TRIGGER instead INSTEAD OF INSERT ON «v» FOR EACH ROW EXECUTE FUNCTION «touch»()',
    `CREATE TRIGGER instead INSTEAD OF INSERT OR UPDATE OR DELETE ON «v» FOR EACH ROW EXECUTE FUNCTION «touch»('x')`,
  ]),
  piece('of v', 'app.of_v', [
    `CREATE FUNCTION «app».of_v(r «v») RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'`,
    `CREATE FUNCTION «app».of_v(a int) RETURNS SETOF «v» LANGUAGE plpgsql AS 'BEGIN END'`,
  ]),
]
