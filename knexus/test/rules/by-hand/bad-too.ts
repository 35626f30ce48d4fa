import type { ByHand } from './before.ts'
import { sql } from './before.ts'

/** More migrations as teams write them, with the rules that must find them. */
export const BAD_TOO: readonly ByHand[] = [
  {
    name: 'index if not exists, several statements',
    finds: ['index-blocks-writes'],
    up: sql(`SET lock_timeout = '2s'; CREATE INDEX IF NOT EXISTS i ON orders (amount); RESET lock_timeout`),
  },
  {
    name: 'concurrently in DO',
    finds: ['concurrently-in-transaction'],
    up: sql(`DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY i ON orders (amount)'; END $$`),
  },
  {
    name: 'not valid and validate',
    finds: ['validate-under-lock'],
    up: sql(
      `ALTER TABLE orders ADD CONSTRAINT p CHECK (short > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT p`,
    ),
  },
  {
    name: 'default privileges to public',
    finds: ['grant-to-public'],
    up: sql(`ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC`),
  },
  { name: 'policy open or', finds: ['open-policy'], up: sql(`CREATE POLICY everybody ON orders USING (1 = 1)`) },
  {
    name: 'barrier lost',
    finds: ['invoker-lost'],
    up: sql(`CREATE OR REPLACE VIEW open_orders AS SELECT id, customer_id, note FROM orders WHERE status = 'open'`),
  },
  {
    name: 'builder view or replace',
    finds: ['invoker-lost'],
    up: (knex) =>
      knex.schema.createViewOrReplace('open_orders', (v) => {
        v.columns(['id', 'customer_id', 'note'])
        v.as(knex('orders').select('id', 'customer_id', 'note'))
      }),
  },
  {
    name: 'view dropped and made',
    finds: ['invoker-lost'],
    up: async (knex) => {
      await knex.schema.dropView('open_orders')
      await knex.raw(`CREATE VIEW open_orders AS SELECT id FROM orders`)
    },
  },
  { name: 'definer by alter', finds: ['definer-without-path'], up: sql(`ALTER FUNCTION clean() SECURITY DEFINER`) },
  {
    name: 'definer procedure',
    finds: ['definer-without-path'],
    up: sql(`CREATE PROCEDURE p() LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`),
  },
  {
    name: 'drop cascade in DO',
    finds: ['drop-cascade'],
    up: sql(`DO $$ BEGIN EXECUTE 'DROP TABLE orders CASCADE'; END $$`),
  },
  { name: 'drop view', finds: ['drop-view'], up: (knex) => knex.schema.dropView('open_orders') },
  { name: 'drop function', finds: ['drop-function'], up: sql(`DROP FUNCTION clean()`) },
  {
    name: 'lock table',
    finds: ['lock-table'],
    up: async (knex) => {
      await knex.raw('LOCK TABLE orders')
      await knex('orders').where({ note: 'x' }).update({ note: 'y' })
    },
  },
  { name: 'lock table alone', finds: ['lock-table'], up: sql('LOCK TABLE orders IN ACCESS EXCLUSIVE MODE') },
  {
    name: 'refresh in DO',
    finds: ['refresh-blocks-reads'],
    up: sql(`DO $$ BEGIN REFRESH MATERIALIZED VIEW totals; END $$`),
  },
  { name: 'set unlogged', finds: ['unlogged'], up: sql('ALTER TABLE audit SET UNLOGGED') },
  {
    name: 'builder enum replaced',
    finds: ['check-scan'],
    up: async (knex) => {
      await knex.raw(`ALTER TABLE orders DROP CONSTRAINT sane`)
      await knex.raw(`ALTER TABLE orders ADD CONSTRAINT sane CHECK (amount < 100000000)`)
    },
  },
  {
    name: 'builder increments on old table',
    finds: ['rewrite'],
    up: (knex) =>
      knex.schema.alterTable('events_then', (t) => {
        t.bigIncrements('n')
      }),
  },
  {
    name: 'create table as in transaction under lock',
    finds: ['work-under-lock'],
    up: sql(`ALTER TABLE orders ADD region text; CREATE TABLE orders_copy AS SELECT * FROM orders`),
  },
  {
    name: 'insert select under lock',
    finds: ['work-under-lock'],
    up: sql(`ALTER TABLE audit ADD region text; INSERT INTO audit (what) SELECT note FROM orders`),
  },
  {
    name: 'no type change by copy',
    finds: ['drop-column'],
    up: async (knex) => {
      await knex.schema.alterTable('orders', (t) => {
        t.text('amount_text')
      })
      await knex.raw('UPDATE orders SET amount_text = amount::text')
      await knex.schema.alterTable('orders', (t) => {
        t.dropColumn('amount')
      })
      await knex.schema.alterTable('orders', (t) => {
        t.renameColumn('amount_text', 'amount')
      })
    },
  },
  {
    name: 'many tables',
    finds: ['many-tables-locked'],
    up: async (knex) => {
      for (const name of ['customers', 'orders', 'items', 'audit', 'events_then'])
        await knex.schema.alterTable(name, (t) => {
          t.text('tenant')
        })
    },
  },
  {
    name: 'fk both tables, one after the other',
    finds: ['foreign-key-scan'],
    up: async (knex) => {
      await knex.schema.createTable('tags', (t) => {
        t.bigIncrements('id')
      })
      await knex.schema.alterTable('orders', (t) => {
        t.bigInteger('tag_id').references('tags.id')
      })
    },
  },
  { name: 'update from', finds: ['change-every-row'], up: sql(`UPDATE items SET sku = orders.note FROM orders`) },
  {
    name: 'revoke from role in use',
    finds: ['privilege-lost'],
    up: sql(`REVOKE EXECUTE ON FUNCTION clean() FROM PUBLIC`),
  },
  {
    name: 'comment tricks',
    finds: ['change-every-row'],
    up: sql(`/* WHERE */ UPDATE orders SET note = 'WHERE' -- WHERE id = 1\n`),
  },
  {
    name: 'builder dropColumn',
    finds: ['drop-column'],
    up: (knex) =>
      knex.schema.alterTable('audit', (t) => {
        t.dropColumn('what')
      }),
  },
]
