import {
  declareWith,
  fn,
  integer,
  jsonb,
  namespace,
  specificType,
  sql,
  table,
  text,
  timestamp,
  tsvector,
  uuid,
} from '../../../src/index.ts'
import type { Twin } from '../agrees.test.ts'

const hostile = `"'?$1\`\${y} ж.\\`
const name = hostile.replaceAll('"', '""')
const quoted = (more = '') => `"${name}${more}"`
const word = `E'${hostile.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
const within = declareWith({ schema: hostile })
const hostileTypes = within.enumType(`${hostile}?`, [hostile, 'x'])
const hostileFunction = within.fn(`${hostile}7`, { body: 'BEGIN RETURN NEW; END' })

export const partCases: readonly Twin[] = [
  {
    name: 'keys and unique constraints',
    since: 15,
    declared: [
      table('t', { a: integer().notNullable(), b: text().notNullable(), c: integer(), d: integer() }, (t) => [
        t.primary(['a', 'b'], { include: ['c'] }),
        t.unique(['c', 'd'], { nullsNotDistinct: true, include: ['a'] }),
        t.unique(['d'], { name: 'late', deferrable: 'immediate' }),
      ]),
    ],
    sql: `CREATE TABLE t (a int, b text, c int, d int, CONSTRAINT t_pkey PRIMARY KEY (a, b) INCLUDE (c),
      CONSTRAINT t_c_d_unique UNIQUE NULLS NOT DISTINCT (c, d) INCLUDE (a), CONSTRAINT late UNIQUE (d) DEFERRABLE)`,
  },
  {
    name: 'checks',
    declared: [
      table('t', { a: integer(), b: integer() }, (t) => [
        t.check('a < b'),
        t.check(sql`${sql.name('a')} <> ${3}`, 'three'),
        t.check('b > 0', { name: 'exact', noInherit: true, comment: 'why' }),
        t.check('a > 9', { name: 'later', validated: false }),
      ]),
    ],
    sql: `CREATE TABLE t (a int, b int, CONSTRAINT t_a_b_check CHECK (a < b), CONSTRAINT t_three_check CHECK (a <> 3), CONSTRAINT exact CHECK (b > 0) NO INHERIT);
      ALTER TABLE t ADD CONSTRAINT later CHECK (a > 9) NOT VALID; COMMENT ON CONSTRAINT exact ON t IS 'why'`,
  },
  {
    name: 'foreign keys: composite, cyclic, to itself, with lists of columns',
    since: 15,
    declared: [
      table('b', { id: integer().primary(), a_id: integer(), x: integer(), y: integer() }, (t) => [
        t.foreign('a_id').references('a.id').deferrable('deferred'),
        t.foreign(['x', 'y']).references('a', ['x', 'y']).onDelete('set null', ['x']).onUpdate('restrict'),
        t
          .foreign(['y', 'x'], 'full')
          .references(['x', 'y'])
          .inTable('a')
          .matchFull()
          .onDelete('set default')
          .notValid(),
        t.foreign('a_id').references('b', ['id']).withKeyName('own').onDelete('no action').comment('a tree'),
      ]),
      table(
        'a',
        {
          id: integer().primary(),
          b_id: integer().references('b.id').onDelete('restrict'),
          x: integer(),
          y: integer(),
        },
        (t) => [t.unique(['x', 'y'])],
      ),
    ],
    sql: `CREATE TABLE a (id int CONSTRAINT a_pkey PRIMARY KEY, b_id int, x int, y int, CONSTRAINT a_x_y_unique UNIQUE (x, y));
      CREATE TABLE b (id int CONSTRAINT b_pkey PRIMARY KEY, a_id int CONSTRAINT b_a_id_foreign REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED, x int, y int,
        CONSTRAINT b_x_y_foreign FOREIGN KEY (x, y) REFERENCES a (x, y) ON DELETE SET NULL (x) ON UPDATE RESTRICT, CONSTRAINT own FOREIGN KEY (a_id) REFERENCES b (id));
      ALTER TABLE b ADD CONSTRAINT "full" FOREIGN KEY (y, x) REFERENCES a (x, y) MATCH FULL ON DELETE SET DEFAULT NOT VALID;
      ALTER TABLE a ADD CONSTRAINT a_b_id_foreign FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE RESTRICT; COMMENT ON CONSTRAINT own ON b IS 'a tree'`,
  },
  {
    name: 'an exclusion constraint',
    declared: [
      table('t', { a: specificType('int4range'), b: integer() }, (t) => [
        t.exclude(
          [
            ['a', '&&'],
            [sql`int4range(b, b + 1)`, '='],
          ],
          { where: 'b > 0', deferrable: 'deferred', name: 'apart' },
        ),
      ]),
    ],
    sql: `CREATE TABLE t (a int4range, b int, CONSTRAINT apart EXCLUDE USING gist (a WITH &&, (int4range(b, b + 1)) WITH =) WHERE (b > 0) DEFERRABLE INITIALLY DEFERRED)`,
  },
  {
    name: 'keys over time, and constraints that are not enforced',
    since: 18,
    declared: [
      table(
        'rooms',
        { id: specificType('int4range').notNullable(), at: specificType('tstzrange').notNullable() },
        (t) => [t.primary(['id', 'at'], { withoutOverlaps: true })],
      ),
      table(
        'stays',
        {
          id: integer().notNullable({ name: 'has_id', noInherit: true }),
          room: specificType('int4range'),
          at: specificType('tstzrange'),
        },
        (t) => [
          t.unique(['room', 'at'], { withoutOverlaps: true }),
          t.foreign(['room', 'at']).references('rooms', ['id', 'at']).period(),
          t.check('id > 0', { name: 'hope', enforced: false, validated: false }),
        ],
      ),
    ],
    sql: `CREATE TABLE rooms (id int4range, at tstzrange, CONSTRAINT rooms_pkey PRIMARY KEY (id, at WITHOUT OVERLAPS));
      CREATE TABLE stays (id int CONSTRAINT has_id NOT NULL NO INHERIT, room int4range, at tstzrange, CONSTRAINT stays_room_at_unique UNIQUE (room, at WITHOUT OVERLAPS),
        CONSTRAINT stays_room_at_foreign FOREIGN KEY (room, PERIOD at) REFERENCES rooms (id, PERIOD at), CONSTRAINT hope CHECK (id > 0) NOT ENFORCED)`,
  },
  {
    name: 'indexes',
    since: 15,
    declared: [
      table('t', { a: text(), b: integer(), c: jsonb(), d: tsvector(), e: timestamp() }, (t) => [
        t.index(['a', { key: 'e', order: 'desc', nulls: 'last' }]),
        t.index([{ key: 'a', opclass: 'text_pattern_ops', collate: 'C' }], { name: 'by_pattern' }),
        t.index(['c'], { using: 'gin', opclass: 'jsonb_path_ops', with: { fastupdate: false } }),
        t.index([sql`lower(a)`, 'b'], { unique: true, where: sql`b > 0`, include: ['e'] }),
        t.index([{ key: sql`a || 'x'`, order: 'desc' }], { name: 'expr', with: { fillfactor: 70 }, comment: 'seldom' }),
        t.index(['b'], { unique: true, nullsNotDistinct: true }),
        t.index(['e'], { using: 'brin', with: { pages_per_range: 32 } }),
      ]),
    ],
    sql: `CREATE TABLE t (a text, b int, c jsonb, d tsvector, e timestamptz);
      CREATE INDEX t_a_e_index ON t (a, e DESC NULLS LAST); CREATE INDEX by_pattern ON t (a COLLATE "C" text_pattern_ops);
      CREATE INDEX t_c_index ON t USING gin (c jsonb_path_ops) WITH (fastupdate = false); CREATE UNIQUE INDEX t_a_b_unique ON t (lower(a), b) INCLUDE (e) WHERE b > 0;
      CREATE INDEX expr ON t ((a || 'x') DESC) WITH (fillfactor = 70); COMMENT ON INDEX expr IS 'seldom'; CREATE UNIQUE INDEX t_b_unique ON t (b) NULLS NOT DISTINCT;
      CREATE INDEX t_e_index ON t USING brin (e) WITH (pages_per_range = 32)`,
  },
  {
    name: 'what a table is',
    declared: [
      table('a', { id: integer() }, (t) => [
        t.unlogged(),
        t.options({ fillfactor: 70, autovacuum_enabled: false }),
        t.comment("it's \\ a"),
        t.rowSecurity({ force: true }),
      ]),
      table('b', { id: integer().notNullable(), at: timestamp().notNullable() }, (t) => [
        t.partitionBy('range', ['at', sql`(id + 1)`]),
      ]),
      table('c', { id: integer(), more: text() }, (t) => [t.inherits('a')]),
    ],
    sql: `CREATE UNLOGGED TABLE a (id int) WITH (fillfactor = 70, autovacuum_enabled = false); COMMENT ON TABLE a IS E'it''s \\\\ a';
      ALTER TABLE a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE TABLE b (id int NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at, (id + 1)); CREATE TABLE c (id int, more text) INHERITS (a)`,
  },
  {
    name: 'triggers and policies in a table',
    declared: [
      fn('touch', { body: 'BEGIN RETURN NEW; END' }),
      table('t', { id: integer(), owner: text(), at: timestamp() }, (t) => [
        t.trigger('touching', {
          timing: 'before',
          events: ['insert', 'update'],
          columns: ['owner'],
          when: 'NEW.id > 0',
          execute: 'touch',
          arguments: ["it's"],
          comment: 'often',
        }),
        t.trigger('later', {
          timing: 'after',
          events: ['delete'],
          execute: 'touch',
          constraint: 'deferred',
          enabled: 'always',
        }),
        t.trigger('once', {
          timing: 'after',
          events: ['update'],
          level: 'statement',
          oldTable: 'was',
          newTable: 'is',
          execute: 'public.touch',
        }),
        t.policy('own', {
          for: 'update',
          to: ['pg_monitor'],
          using: 'owner = current_user',
          withCheck: sql`id > ${0}`,
          comment: 'mine',
        }),
        t.policy('all', { restrictive: true, using: 'true' }),
      ]),
    ],
    sql: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE t (id int, owner text, at timestamptz);
      CREATE TRIGGER touching BEFORE INSERT OR UPDATE OF owner ON t FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION touch('it''s'); COMMENT ON TRIGGER touching ON t IS 'often';
      CREATE CONSTRAINT TRIGGER later AFTER DELETE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch(); ALTER TABLE t ENABLE ALWAYS TRIGGER later;
      CREATE TRIGGER once AFTER UPDATE ON t REFERENCING OLD TABLE AS was NEW TABLE AS "is" FOR EACH STATEMENT EXECUTE FUNCTION touch();
      CREATE POLICY own ON t FOR UPDATE TO pg_monitor USING (owner = current_user) WITH CHECK (id > 0); COMMENT ON POLICY own ON t IS 'mine';
      CREATE POLICY "all" ON t AS RESTRICTIVE USING (true)`,
  },
  {
    name: 'hostile names everywhere',
    declared: [
      namespace(hostile, { comment: hostile }),
      hostileTypes,
      within.table(
        hostile,
        {
          [hostile]: text()
            .defaultTo(hostile)
            .comment(hostile)
            .unique({ name: `${hostile}1` })
            .checkIn([hostile]),
          other: uuid().primary(),
          state: hostileTypes.column(),
          self: text().references([hostile]).inTable({ schema: hostile, name: hostile }),
        },
        (t) => [
          t.index([hostile], { name: `${hostile}2`, comment: hostile }),
          t.comment(hostile),
          t.foreign(hostile).references({ schema: hostile, name: hostile }, [hostile]),
          t.trigger(hostile, {
            timing: 'before',
            events: ['insert'],
            columns: [],
            execute: hostileFunction,
            arguments: [hostile],
          }),
          t.policy(hostile, { using: 'true' }),
        ],
      ),
      hostileFunction,
      within.fn(hostile, {
        arguments: { [hostile]: { type: 'text', default: sql`${hostile}` } },
        returns: 'text',
        language: 'sql',
        body: "SELECT '$$ $body$ \\ ' || $1",
      }),
      within.view(`${hostile}3`, {
        columns: { [hostile]: text().comment(hostile) },
        as: sql`SELECT ${sql.name(hostile)} FROM ${sql.name(hostile, hostile)} WHERE ${sql.name(hostile)} <> ${hostile}`,
      }),
      within.domain(`${hostile}4`, text().checkIn([hostile], hostile)),
      within.composite(`${hostile}5`, { [hostile]: text() }),
      within.sequence(`${hostile}6`),
    ],
    sql: `CREATE SCHEMA ${quoted()}; COMMENT ON SCHEMA ${quoted()} IS ${word}; SET search_path = ${quoted()}; CREATE TYPE ${quoted('?')} AS ENUM (${word}, 'x');
      CREATE TABLE ${quoted()} (${quoted()} text DEFAULT ${word}, other uuid, state ${quoted('?')}, self text,
        CONSTRAINT ${quoted('_pkey')} PRIMARY KEY (other), CONSTRAINT ${quoted('1')} UNIQUE (${quoted()}),
        CONSTRAINT "${name}_${name}_check" CHECK (${quoted()} IN (${word})), CONSTRAINT "${name}_${name}_foreign" FOREIGN KEY (${quoted()}) REFERENCES ${quoted()} (${quoted()}),
        CONSTRAINT ${quoted('_self_foreign')} FOREIGN KEY (self) REFERENCES ${quoted()} (${quoted()}));
      COMMENT ON COLUMN ${quoted()}.${quoted()} IS ${word}; COMMENT ON TABLE ${quoted()} IS ${word};
      CREATE INDEX ${quoted('2')} ON ${quoted()} (${quoted()}); COMMENT ON INDEX ${quoted('2')} IS ${word};
      CREATE FUNCTION ${quoted()}(${quoted()} text DEFAULT ${word}) RETURNS text LANGUAGE sql AS $x$SELECT '$$ $body$ \\ ' || $1$x$;
      CREATE FUNCTION ${quoted('7')}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER ${quoted()} BEFORE INSERT ON ${quoted()} FOR EACH ROW EXECUTE FUNCTION ${quoted('7')}(${word}); CREATE POLICY ${quoted()} ON ${quoted()} USING (true);
      CREATE VIEW ${quoted('3')} (${quoted()}) AS SELECT ${quoted()} FROM ${quoted()} WHERE ${quoted()} <> ${word}; COMMENT ON COLUMN ${quoted('3')}.${quoted()} IS ${word};
      CREATE DOMAIN ${quoted('4')} AS text CONSTRAINT "${name}4_${name}_check" CHECK (VALUE IN (${word})); CREATE TYPE ${quoted('5')} AS (${quoted()} text); CREATE SEQUENCE ${quoted('6')}`,
  },
]
