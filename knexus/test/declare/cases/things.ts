import {
  comment,
  composite,
  declare,
  declareWith,
  decimal,
  domain,
  double,
  enumType,
  extension,
  fn,
  grant,
  integer,
  materializedView,
  namespace,
  policy,
  procedure,
  range,
  sequence,
  sql,
  table,
  text,
  timestamp,
  trigger,
  uuid,
  view,
} from '../../../src/index.ts'
import type { Twin } from '../agrees.test.ts'

const state = enumType('state', ['on', "it's off"], { comment: 'of a switch' })
const score = domain(
  'score',
  decimal(3, 2).notNullable().defaultTo(0).check('VALUE >= 0').checkBetween([0, 1], 'unit'),
  { comment: 'between nought and one' },
)
const place = composite('place', {
  street: text().comment('and number'),
  state: state.column(),
  zip: text().collate('C'),
})
const items = table('items', {
  id: integer().primary(),
  name: text(),
  state: state.column(),
  states: state.column().array().defaultTo(['on']),
  score: score.column(),
  place: place.column(),
})
const touch = fn('touch', { body: 'BEGIN RETURN NEW; END' })
const few = view('few', {
  columns: { number: integer().notNullable(), title: text().comment('the name') },
  as: 'SELECT id, name FROM items WHERE id < 10;',
  checkOption: 'local',
  securityBarrier: true,
  needs: [items],
})
const app = declareWith({ schema: 'app' })

export const thingCases: readonly Twin[] = [
  {
    name: 'types of our own',
    declared: [
      state,
      score,
      place,
      items,
      range('scores', double()),
      range('spans', timestamp(), { multirange: 'many_spans', comment: 'of time' }),
    ],
    sql: `CREATE TYPE state AS ENUM ('on', 'it''s off'); COMMENT ON TYPE state IS 'of a switch';
      CREATE DOMAIN score AS numeric(3,2) NOT NULL DEFAULT 0 CONSTRAINT score_value_check CHECK (VALUE >= 0) CONSTRAINT score_unit_check CHECK (VALUE BETWEEN 0 AND 1);
      COMMENT ON DOMAIN score IS 'between nought and one';
      CREATE TYPE place AS (street text, state state, zip text COLLATE "C"); COMMENT ON COLUMN place.street IS 'and number';
      CREATE TABLE items (id int PRIMARY KEY, name text, state state, states state[] DEFAULT '{on}', score score, place place);
      CREATE TYPE scores AS RANGE (subtype = float8); CREATE TYPE spans AS RANGE (subtype = timestamptz, multirange_type_name = many_spans); COMMENT ON TYPE spans IS 'of time'`,
  },
  {
    name: 'domains with constraints of exact names',
    declared: [
      domain(
        'named',
        text()
          .check('length(VALUE) > 1', { name: 'long_enough', comment: 'or nearly', validated: true })
          .check("VALUE <> ''", 'full'),
      ),
    ],
    sql: `CREATE DOMAIN named AS text CONSTRAINT long_enough CHECK (length(VALUE) > 1) CONSTRAINT named_full_check CHECK (VALUE <> ''); COMMENT ON CONSTRAINT long_enough ON DOMAIN named IS 'or nearly'`,
  },
  {
    name: 'sequences',
    declared: [
      sequence('a', { start: 1000, increment: 2, max: 5000, cycle: true, comment: 'invoices' }),
      sequence('b', { type: 'smallint', increment: -1 }),
      table('t', { n: integer() }),
      sequence('c', { ownedBy: 'COLUMN public.t.n' }),
    ],
    sql: `CREATE SEQUENCE a START 1000 INCREMENT 2 MAXVALUE 5000 CYCLE; COMMENT ON SEQUENCE a IS 'invoices'; CREATE SEQUENCE b AS smallint INCREMENT -1;
      CREATE TABLE t (n int); CREATE SEQUENCE c OWNED BY t.n`,
  },
  {
    name: 'views',
    declared: [
      state,
      score,
      place,
      items,
      few,
      view('fewer', { as: sql`SELECT * FROM few WHERE number < ${5}` }),
      materializedView('totals', {
        columns: { state: state.column(), n: integer() },
        as: 'SELECT state, count(*) FROM items GROUP BY 1',
        withData: false,
        options: { fillfactor: 80 },
        comment: 'now and then',
        indexes: [{ keys: ['state'], unique: true }],
      }),
    ],
    sql: `CREATE TYPE state AS ENUM ('on', 'it''s off'); COMMENT ON TYPE state IS 'of a switch';
      CREATE DOMAIN score AS numeric(3,2) NOT NULL DEFAULT 0 CONSTRAINT score_value_check CHECK (VALUE >= 0) CONSTRAINT score_unit_check CHECK (VALUE BETWEEN 0 AND 1);
      COMMENT ON DOMAIN score IS 'between nought and one';
      CREATE TYPE place AS (street text, state state, zip text COLLATE "C"); COMMENT ON COLUMN place.street IS 'and number';
      CREATE TABLE items (id int PRIMARY KEY, name text, state state, states state[] DEFAULT '{on}', score score, place place);
      CREATE VIEW few (number, title) WITH (security_barrier = true, check_option = local) AS SELECT id, name FROM items WHERE id < 10; COMMENT ON COLUMN few.title IS 'the name';
      CREATE VIEW fewer AS SELECT * FROM few WHERE number < 5;
      CREATE MATERIALIZED VIEW totals (state, n) WITH (fillfactor = 80) AS SELECT state, count(*) FROM items GROUP BY 1 WITH NO DATA; COMMENT ON MATERIALIZED VIEW totals IS 'now and then';
      CREATE UNIQUE INDEX totals_state_unique ON totals (state)`,
  },
  {
    name: 'functions and procedures',
    declared: [
      fn('add', {
        arguments: { a: 'integer', b: { type: 'integer', default: '1' } },
        returns: 'integer',
        language: 'sql',
        body: 'SELECT a + b',
        volatility: 'immutable',
        strict: true,
        parallel: 'safe',
        cost: 7,
        comment: 'adds',
      }),
      fn('twice', {
        arguments: ['integer'],
        returns: 'integer',
        sqlBody: 'RETURN $1 * 2',
        volatility: 'stable',
        leakproof: false,
      }),
      fn('many', {
        arguments: {
          n: { type: 'integer', mode: 'in' },
          m: { type: 'text', mode: 'out' },
          rest: { type: 'text[]', mode: 'variadic' },
        },
        returns: 'text',
        language: 'sql',
        body: "SELECT 'x'",
        settings: { search_path: 'public, pg_temp' },
        securityDefiner: true,
      }),
      procedure('tidy', { arguments: { days: 'integer' }, body: 'BEGIN NULL; END' }),
      touch,
      table('t', { id: integer() }, (t) => [t.trigger('a', { timing: 'before', events: ['insert'], execute: touch })]),
    ],
    sql: `CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 7 AS 'SELECT a + b'; COMMENT ON FUNCTION add IS 'adds';
      CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql STABLE RETURN $1 * 2;
      CREATE FUNCTION many(n int, OUT m text, VARIADIC rest text[]) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$SELECT 'x'$$;
      CREATE PROCEDURE tidy(days int) LANGUAGE plpgsql AS 'BEGIN NULL; END';
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE t (id int); CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch()`,
  },
  {
    name: 'triggers, policies, comments, grants and raw objects beside their tables',
    declared: [
      state,
      score,
      place,
      items,
      few,
      touch,
      trigger(items, 'touching', { timing: 'before', events: ['update'], execute: touch }),
      trigger(few, 'instead', { timing: 'instead of', events: ['insert'], execute: touch }),
      policy(items, 'own', { using: 'id > 0' }),
      comment('CONSTRAINT items_pkey ON public.items', 'the key'),
      comment(items, 'things'),
      grant(['select', 'insert'], items, 'pg_monitor', { grantable: true }),
      declare({
        kind: 'rule',
        on: 'TABLE public.items',
        schema: 'public',
        table: 'items',
        name: 'quiet',
        definition: 'ON DELETE TO public.items DO INSTEAD NOTHING',
        enabled: 'origin',
      }),
    ],
    sql: `CREATE TYPE state AS ENUM ('on', 'it''s off'); COMMENT ON TYPE state IS 'of a switch';
      CREATE DOMAIN score AS numeric(3,2) NOT NULL DEFAULT 0 CONSTRAINT score_value_check CHECK (VALUE >= 0) CONSTRAINT score_unit_check CHECK (VALUE BETWEEN 0 AND 1);
      COMMENT ON DOMAIN score IS 'between nought and one';
      CREATE TYPE place AS (street text, state state, zip text COLLATE "C"); COMMENT ON COLUMN place.street IS 'and number';
      CREATE TABLE items (id int PRIMARY KEY, name text, state state, states state[] DEFAULT '{on}', score score, place place);
      CREATE VIEW few (number, title) WITH (security_barrier = true, check_option = local) AS SELECT id, name FROM items WHERE id < 10; COMMENT ON COLUMN few.title IS 'the name';
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER touching BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch(); CREATE TRIGGER "instead" INSTEAD OF INSERT ON few FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE POLICY own ON items USING (id > 0); COMMENT ON CONSTRAINT items_pkey ON items IS 'the key'; COMMENT ON TABLE items IS 'things';
      GRANT SELECT, INSERT ON items TO pg_monitor WITH GRANT OPTION; CREATE RULE quiet AS ON DELETE TO items DO INSTEAD NOTHING`,
  },
  {
    name: 'another namespace, an extension in it, partitions',
    declared: [
      namespace('app', { comment: 'ours' }),
      extension('citext', { schema: 'app' }),
      app.enumType('mood', ['glad']),
      app.table(
        'events',
        { id: integer().notNullable(), at: timestamp().notNullable(), by: uuid().references('users.id') },
        (t) => [t.partitionBy('range', ['at']), t.index(['id']), t.primary(['id', 'at'])],
      ),
      app.table('events_2026', { id: integer().notNullable(), at: timestamp().notNullable(), by: uuid() }, (t) => [
        t.partitionOf('events', "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"),
      ]),
      app.table('events_rest', { id: integer().notNullable(), at: timestamp().notNullable(), by: uuid() }, (t) => [
        t.partitionOf('app.events', 'DEFAULT'),
      ]),
      app.table('users', { id: uuid().primary(), event: integer(), name: text() }, (t) => [
        t.unique(['event'], { name: 'by_event', with: { fillfactor: 60 } }),
        t.replicaIdentity('full'),
        t.clusterOn('by_event'),
        t.statistics('together', ['event', 'name'], { kinds: ['mcv'], target: 200 }),
      ]),
      table('outside', { user_id: uuid().references('app.users.id').onDelete('cascade') }),
    ],
    sql: `CREATE SCHEMA app; COMMENT ON SCHEMA app IS 'ours'; CREATE EXTENSION citext SCHEMA app; CREATE TYPE app.mood AS ENUM ('glad');
      CREATE TABLE app.users (id uuid PRIMARY KEY, event int CONSTRAINT by_event UNIQUE WITH (fillfactor = 60), name text); ALTER TABLE app.users REPLICA IDENTITY FULL, CLUSTER ON by_event;
      CREATE STATISTICS app.together (mcv) ON event, name FROM app.users; ALTER STATISTICS app.together SET STATISTICS 200;
      CREATE TABLE app.events (id int NOT NULL, at timestamptz NOT NULL, by uuid CONSTRAINT events_by_foreign REFERENCES app.users (id), CONSTRAINT events_pkey PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE INDEX events_id_index ON app.events (id);
      CREATE TABLE app.events_2026 (id int NOT NULL, at timestamptz NOT NULL, by uuid); ALTER TABLE app.events ATTACH PARTITION app.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE TABLE app.events_rest (id int NOT NULL, at timestamptz NOT NULL, by uuid); ALTER TABLE app.events ATTACH PARTITION app.events_rest DEFAULT;
      CREATE TABLE outside (user_id uuid CONSTRAINT outside_user_id_foreign REFERENCES app.users (id) ON DELETE CASCADE)`,
  },
]
