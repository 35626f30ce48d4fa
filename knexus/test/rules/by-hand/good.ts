import { sql, type ByHand } from './before.ts'

/** Migrations as careful teams write them; no rule may say more than a note of them. */
export const GOOD: readonly ByHand[] = [
  {
    name: 'builder create table',
    up: (knex) =>
      knex.schema.createTable('notes', (t) => {
        t.bigInteger('id').primary()
        t.text('body').notNullable()
        t.timestamps(true, true)
        t.jsonb('data')
      }),
  },
  {
    name: 'create table, index, fk, comment',
    up: async (knex) => {
      await knex.schema.createTable('notes', (t) => {
        t.specificType('id', 'bigint generated always as identity primary key')
        t.bigInteger('order_id').notNullable()
        t.index(['order_id'])
        t.comment('c')
      })
      await knex.raw('ALTER TABLE notes ADD FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID')
    },
  },
  {
    name: 'builder add column with default',
    up: (knex) =>
      knex.schema.alterTable('orders', (t) => {
        t.boolean('paid').notNullable().defaultTo(false)
      }),
  },
  {
    name: 'hasColumn',
    up: async (knex) => {
      if (!(await knex.schema.hasColumn('orders', 'region')))
        await knex.schema.alterTable('orders', (t) => {
          t.text('region')
        })
    },
  },
  {
    name: 'concurrently',
    outside: true,
    up: sql('CREATE INDEX CONCURRENTLY IF NOT EXISTS by_amount ON orders (amount)'),
  },
  { name: 'drop concurrently', outside: true, up: sql('DROP INDEX CONCURRENTLY orders_note') },
  {
    name: 'unique by index',
    outside: true,
    up: sql(
      'CREATE UNIQUE INDEX CONCURRENTLY u ON customers (code)',
      'ALTER TABLE customers ADD CONSTRAINT u UNIQUE USING INDEX u',
    ),
  },
  {
    name: 'check not valid',
    up: sql(`SET LOCAL lock_timeout = '2s'`, 'ALTER TABLE orders ADD CONSTRAINT p CHECK (short > -40000) NOT VALID'),
  },
  {
    name: 'validate outside',
    outside: true,
    up: sql(
      'ALTER TABLE orders ADD CONSTRAINT p CHECK (short > -40000) NOT VALID',
      'ALTER TABLE orders VALIDATE CONSTRAINT p',
    ),
  },
  {
    name: 'not null by check',
    outside: true,
    up: sql(
      'ALTER TABLE customers ADD CONSTRAINT p CHECK (name IS NOT NULL OR id > 0) NOT VALID',
      'ALTER TABLE customers VALIDATE CONSTRAINT p',
    ),
  },
  {
    name: 'backfill in batches, JS',
    outside: true,
    up: async (knex) => {
      let n = 1
      while (n > 0)
        n = await knex('orders')
          .whereIn('id', knex('orders').select('id').where('note', 'x').limit(100))
          .update({ note: 'y' })
    },
  },
  {
    name: 'backfill in batches, DO',
    outside: true,
    up: sql(
      `DO $$ DECLARE n int; BEGIN LOOP UPDATE orders SET note = 'y' WHERE ctid IN (SELECT ctid FROM orders WHERE note = 'x' LIMIT 100); GET DIAGNOSTICS n = ROW_COUNT; COMMIT; EXIT WHEN n = 0; END LOOP; END $$`,
    ),
  },
  { name: 'update one', up: (knex) => knex('orders').where({ id: 1 }).update({ note: 'x' }) },
  {
    name: 'update with case',
    up: sql(
      `DO $$ BEGIN IF EXISTS (SELECT FROM orders WHERE id = -1) THEN UPDATE orders SET note = CASE WHEN id = 1 THEN 'a' ELSE 'b' END WHERE id = -1; END IF; END $$`,
    ),
  },
  {
    name: 'delete in cte with where',
    up: sql(`WITH gone AS (DELETE FROM items WHERE id = -1 RETURNING *) INSERT INTO audit (what) SELECT sku FROM gone`),
  },
  { name: 'upsert', up: (knex) => knex('customers').insert({ email: 'a@b.c' }).onConflict('email').merge() },
  { name: 'widen varchar', up: sql('ALTER TABLE customers ALTER name TYPE varchar(200)') },
  { name: 'varchar to text', up: sql('ALTER TABLE customers ALTER name TYPE text') },
  { name: 'widen numeric', up: sql('ALTER TABLE orders ALTER amount TYPE numeric(16,4)') },
  { name: 'enum value', outside: true, up: sql(`ALTER TYPE status ADD VALUE IF NOT EXISTS 'late'`) },
  {
    name: 'view replaced keeping options',
    up: sql(
      `CREATE OR REPLACE VIEW open_orders WITH (security_barrier) AS SELECT id, customer_id, note FROM orders WHERE status = 'open'`,
    ),
  },
  {
    name: 'view made again',
    up: sql(
      `DROP VIEW open_orders`,
      `CREATE VIEW open_orders WITH (security_barrier = on) AS SELECT id, customer_id, note, amount FROM orders WHERE status = 'open'`,
    ),
  },
  {
    name: 'function replaced',
    up: sql(
      `CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'x'; RETURN NEW; END $$`,
    ),
  },
  {
    name: 'function with delete, not run',
    up: sql(`CREATE FUNCTION purge() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM items; END $$`),
  },
  {
    name: 'procedure atomic',
    up: sql(`CREATE PROCEDURE purge() LANGUAGE sql BEGIN ATOMIC DELETE FROM items; UPDATE orders SET note = ''; END`),
  },
  {
    name: 'definer with path',
    up: sql(
      `CREATE FUNCTION who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT current_user::text'`,
    ),
  },
  { name: 'restrictive policy', up: sql(`CREATE POLICY tenant ON orders AS RESTRICTIVE USING (customer_id > 0)`) },
  { name: 'policy for a role', up: sql(`CREATE POLICY all_of_it ON orders TO CURRENT_USER USING (true)`) },
  {
    name: 'policy of a setting',
    up: sql(`CREATE POLICY tenant ON orders USING (customer_id = current_setting('app.customer', true)::bigint)`),
  },
  { name: 'grant to role', up: sql(`GRANT SELECT ON orders TO CURRENT_USER`) },
  { name: 'revoke create from public', up: sql(`REVOKE CREATE ON SCHEMA public FROM PUBLIC`) },
  {
    name: 'new function revoked',
    up: sql(
      `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      `REVOKE ALL ON FUNCTION mine() FROM PUBLIC`,
    ),
  },
  {
    name: 'set default',
    up: (knex) =>
      knex.schema.alterTable('orders', (t) => {
        t.text('note').defaultTo('').alter({ alterType: false, alterNullable: false })
      }),
  },
  {
    name: 'detach concurrently',
    outside: true,
    up: sql('ALTER TABLE events DETACH PARTITION events_now CONCURRENTLY'),
  },
  { name: 'refresh concurrently', up: sql('REFRESH MATERIALIZED VIEW CONCURRENTLY totals') },
  { name: 'reindex concurrently', outside: true, up: sql('REINDEX INDEX CONCURRENTLY orders_note') },
  { name: 'comment on', up: sql(`COMMENT ON COLUMN orders.note IS 'UPDATE orders SET x; DROP TABLE y CASCADE'`) },
  {
    name: 'statistics and options',
    up: sql(
      'ALTER TABLE orders ALTER note SET STATISTICS 500',
      'ALTER TABLE orders SET (fillfactor = 90)',
      'CREATE STATISTICS s ON customer_id, status FROM orders',
      'ANALYZE orders',
    ),
  },
  { name: 'vacuum', outside: true, up: sql('VACUUM (ANALYZE) orders') },
  {
    name: 'constraint renamed',
    up: sql(
      'ALTER TABLE orders RENAME CONSTRAINT sane TO reasonable',
      'ALTER INDEX orders_note RENAME TO orders_by_note',
    ),
  },
  {
    name: 'on delete cascade fk not valid',
    up: sql(
      'ALTER TABLE items DROP CONSTRAINT items_order_fk, ADD CONSTRAINT items_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE NOT VALID',
    ),
  },
  {
    name: 'drop table made in the same file',
    up: sql('CREATE TABLE scratch (id bigint PRIMARY KEY)', 'INSERT INTO scratch SELECT 1', 'DROP TABLE scratch'),
  },
  {
    name: 'temp table',
    up: sql(
      'CREATE TEMP TABLE todo ON COMMIT DROP AS SELECT id FROM orders WHERE id = 1',
      'UPDATE orders SET note = note FROM todo WHERE orders.id = todo.id',
    ),
  },
  {
    name: 'on truncate trigger',
    up: sql(`CREATE FUNCTION f2() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN TRUNCATE audit; RETURN NULL; END $$`),
  },
]
