import { piece, type Piece } from './piece.ts'

/** Full text search, foreign data, publications, and what is said about other objects. */
export const others: readonly Piece[] = [
  piece('dict', 'app.dict', [
    'CREATE TEXT SEARCH DICTIONARY «app».dict (TEMPLATE = simple)',
    'CREATE TEXT SEARCH DICTIONARY «app».dict (TEMPLATE = simple, ACCEPT = false)',
    `CREATE TEXT SEARCH DICTIONARY «app».dict (TEMPLATE = snowball, LANGUAGE = english)`,
  ]),
  piece('search', 'app.search', [
    'CREATE TEXT SEARCH CONFIGURATION «app».search (COPY = english)',
    'CREATE TEXT SEARCH CONFIGURATION «app».search (PARSER = default)',
    'CREATE TEXT SEARCH CONFIGURATION «app».search (PARSER = default); ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR word, asciiword WITH «dict», simple',
  ]),
  piece('search index', '', [
    `CREATE INDEX found ON «t» USING gin (to_tsvector('«search»'::regconfig, «t.s:text|varchar|c»))`,
    `CREATE INDEX found ON «t» USING gin (to_tsvector('english', «t.s:text|varchar|c»))`,
  ]),
  piece('wrapper', 'wrap', [
    'CREATE FOREIGN DATA WRAPPER wrap',
    `CREATE FOREIGN DATA WRAPPER wrap OPTIONS (debug 'true')`,
  ]),
  piece('server', 'abroad', [
    'CREATE SERVER abroad FOREIGN DATA WRAPPER «wrapper»',
    `CREATE SERVER abroad TYPE 'x' VERSION '2' FOREIGN DATA WRAPPER «wrapper» OPTIONS (host 'it''s', port '1')`,
    `CREATE SERVER abroad VERSION '3' FOREIGN DATA WRAPPER «wrapper» OPTIONS (host 'b')`,
  ]),
  piece('mapping', '', [
    `CREATE USER MAPPING FOR reader SERVER «server» OPTIONS ("user" 'a')`,
    'CREATE USER MAPPING FOR PUBLIC SERVER «server»',
  ]),
  piece('foreign', 'app.foreign', {
    plain: `CREATE FOREIGN TABLE «app».foreign (a int NOT NULL, b text) SERVER «server»`,
    options: `CREATE FOREIGN TABLE «app».foreign (a int OPTIONS (column_name 'A'), b «kind» DEFAULT 'b', CHECK (a > 0)) SERVER «server» OPTIONS (table_name 'x')`,
    part: 'CREATE FOREIGN TABLE «app».foreign PARTITION OF «p:list» FOR VALUES IN (55) SERVER «!p key:-k|kd|unique|simple»«server»',
    pair: 'CREATE FOREIGN TABLE «app».foreign (a «code», b «pair») SERVER «server»',
  }),
  piece('publication', 'pub', {
    all: 'CREATE PUBLICATION pub FOR ALL TABLES',
    none: `CREATE PUBLICATION pub WITH (publish = 'insert')`,
    table: 'CREATE PUBLICATION pub FOR TABLE «t:-unlogged»',
    'rows@15': 'CREATE PUBLICATION pub FOR TABLE «t:-unlogged» («t.id», «t.n») WHERE («t.n» > 3)',
    root: 'CREATE PUBLICATION pub FOR TABLE «p» WITH (publish_via_partition_root)',
    'schema@15': 'CREATE PUBLICATION pub FOR TABLES IN SCHEMA «app»',
  }),
  piece('privileges by default', '', [
    'ALTER DEFAULT PRIVILEGES IN SCHEMA «app» GRANT SELECT ON TABLES TO reader',
    'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    'ALTER DEFAULT PRIVILEGES FOR ROLE writer IN SCHEMA «app» GRANT USAGE ON TYPES TO reader WITH GRANT OPTION',
    'ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO writer',
  ]),
  ...Object.entries({
    app: 'SCHEMA',
    kind: 'TYPE',
    code: 'DOMAIN',
    pair: 'TYPE',
    counter: 'SEQUENCE',
    t: 'TABLE',
    u: 'TABLE',
    p: 'TABLE',
    p1: 'TABLE',
    v: 'VIEW',
    w: 'VIEW',
    m: 'MATERIALIZED VIEW',
    touch: 'FUNCTION',
    add: 'FUNCTION',
    'do it': 'PROCEDURE',
    server: 'SERVER',
    foreign: 'FOREIGN TABLE',
    event: 'EVENT TRIGGER',
    search: 'TEXT SEARCH CONFIGURATION',
    publication: 'PUBLICATION',
    coll: 'COLLATION',
  })
    .filter(([key]) => key !== 'of m')
    .flatMap(([key, word]) => [
      piece(`${key} comment`, '', [
        `COMMENT ON ${word} «${key}» IS 'one'`,
        `COMMENT ON ${word} «${key}» IS 'it''s ?\n$1'`,
      ]),
      ...(['counter', 't', 'event', 'p1', 'v', 'w'].includes(key)
        ? []
        : [
            piece(`${key} owner`, '', [
              `ALTER ${word} «${key}» OWNER TO writer`,
              `ALTER ${word} «${key}» OWNER TO "Odd role"`,
            ]),
          ]),
    ]),
  piece('column comments', '', [
    `COMMENT ON COLUMN «t».«t.n» IS 'number'`,
    `COMMENT ON COLUMN «v».n IS 'of the view'`,
    `COMMENT ON COLUMN «m:v|t|p».n IS 'of the materialized view'`,
    `COMMENT ON COLUMN «pair».x IS 'of the type'`,
    `COMMENT ON COLUMN «p».v IS 'of p'`,
  ]),
  piece('other comments', '', [
    `COMMENT ON CONSTRAINT «t key» ON «t» IS 'key'`,
    `COMMENT ON INDEX app.«t index» IS 'index'`,
    `COMMENT ON TRIGGER «t trigger» ON «t» IS 'trigger'`,
    `COMMENT ON POLICY «t policy» ON «t» IS 'policy'`,
    `COMMENT ON RULE «u rule» ON «u» IS 'rule'`,
    `COMMENT ON CONSTRAINT later ON DOMAIN «!code later»«code» IS 'later'`,
    `COMMENT ON INDEX app.«m index» IS 'of m'`,
  ]),
  ...Object.entries({ t: 'SELECT, UPDATE', u: 'ALL', v: 'SELECT', m: 'SELECT', p: 'INSERT' }).map(([key, what]) =>
    piece(`${key} grants`, '', [
      `GRANT ${what} ON «${key}» TO reader`,
      `GRANT SELECT ON «${key}» TO reader, "Odd role" WITH GRANT OPTION`,
      `GRANT TRUNCATE ON «${key}» TO PUBLIC`,
    ]),
  ),
  piece('other grants', '', [
    'GRANT UPDATE («t.n») ON «t» TO writer',
    'REVOKE EXECUTE ON FUNCTION «add» FROM PUBLIC',
    'GRANT USAGE ON TYPE «kind» TO reader; REVOKE USAGE ON TYPE «kind» FROM PUBLIC',
    'GRANT USAGE, CREATE ON SCHEMA «app» TO reader',
    'GRANT USAGE ON SEQUENCE «counter» TO reader',
    'GRANT USAGE ON FOREIGN SERVER «server» TO writer',
    'GRANT SELECT (id) ON «v» TO reader',
    'REVOKE ALL ON DOMAIN «code» FROM PUBLIC',
  ]),
]
