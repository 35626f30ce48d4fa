import type { ByHand } from './before.ts'
import { sql } from './before.ts'

/** Migrations as teams write them, with the rules that must find them. */
export const BAD: readonly ByHand[] = [
  {
    name: 'DO update without where',
    finds: ['change-every-row'],
    up: sql(`DO $$ BEGIN UPDATE orders SET note = 'x'; END $$`),
  },
  {
    name: 'DO dynamic delete',
    finds: ['change-every-row'],
    up: sql(`DO $$ BEGIN EXECUTE format('DELETE FROM %I', 'items'); END $$`),
  },
  {
    name: 'WITH deletes',
    finds: ['change-every-row'],
    up: sql(`WITH gone AS (DELETE FROM items RETURNING *) INSERT INTO audit (what) SELECT sku FROM gone`),
  },
  { name: 'where true', finds: ['change-every-row'], up: sql(`DELETE FROM items WHERE true`) },
  { name: 'where 1=1', finds: ['change-every-row'], up: sql(`DELETE FROM items WHERE 1 = 1`) },
  { name: 'builder del', finds: ['change-every-row'], up: (knex) => knex('items').del() },
  { name: 'builder update', finds: ['change-every-row'], up: (knex) => knex('orders').update({ note: 'a' }) },
  { name: 'builder truncate', finds: ['truncate'], up: (knex) => knex('items').truncate() },
  { name: 'DO truncate', finds: ['truncate'], up: sql(`DO $$ BEGIN TRUNCATE items; END $$`) },
  {
    name: 'DO execute truncate loop',
    finds: ['truncate'],
    up: sql(
      `DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['items', 'audit'] LOOP EXECUTE 'TRUNCATE ' || t || ' CASCADE'; END LOOP; END $$`,
    ),
  },
  {
    name: 'backfill in the transaction',
    finds: ['work-under-lock'],
    up: async (knex) => {
      await knex.schema.alterTable('orders', (t) => {
        t.text('region')
      })
      await knex('orders').whereNull('region').update({ region: 'eu' })
    },
  },
  {
    name: 'backfill in DO',
    finds: ['work-under-lock'],
    up: async (knex) => {
      await knex.schema.alterTable('orders', (t) => {
        t.text('region')
      })
      await knex.raw(`DO $$ BEGIN UPDATE orders SET region = 'eu' WHERE region IS NULL; END $$`)
    },
  },
  {
    name: 'builder alter',
    finds: ['rewrite'],
    up: (knex) =>
      knex.schema.alterTable('orders', (t) => {
        t.bigInteger('short').alter()
      }),
  },
  {
    name: 'builder foreign',
    finds: ['foreign-key-scan'],
    up: (knex) =>
      knex.schema.alterTable('items', (t) => {
        t.foreign('order_id').references('orders.id')
      }),
  },
  {
    name: 'builder unique',
    finds: ['unique-blocks-writes'],
    up: (knex) =>
      knex.schema.alterTable('customers', (t) => {
        t.unique(['name'])
      }),
  },
  {
    name: 'builder index',
    finds: ['index-blocks-writes'],
    up: (knex) =>
      knex.schema.alterTable('orders', (t) => {
        t.index(['amount'])
      }),
  },
  {
    name: 'builder dropNullable',
    finds: ['not-null-scan'],
    up: (knex) =>
      knex.schema.alterTable('customers', (t) => {
        t.dropNullable('name')
      }),
  },
  {
    name: 'builder setNullable',
    finds: ['drop-not-null'],
    up: (knex) =>
      knex.schema.alterTable('customers', (t) => {
        t.setNullable('email')
      }),
  },
  {
    name: 'builder dropUnique',
    finds: ['constraint-dropped'],
    up: (knex) =>
      knex.schema.alterTable('customers', (t) => {
        t.dropUnique(['email'], 'one_email')
      }),
  },
  {
    name: 'builder dropForeign',
    finds: ['constraint-dropped'],
    up: (knex) =>
      knex.schema.alterTable('items', (t) => {
        t.dropForeign(['order_id'], 'items_order_fk')
      }),
  },
  {
    name: 'builder dropPrimary',
    finds: ['constraint-dropped'],
    up: (knex) =>
      knex.schema.alterTable('audit', (t) => {
        t.dropPrimary('audit_pkey')
      }),
  },
  {
    name: 'drop constraint if exists in DO',
    finds: ['constraint-dropped'],
    up: sql(
      `DO $$ BEGIN IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'sane') THEN ALTER TABLE orders DROP CONSTRAINT sane; END IF; END $$`,
    ),
  },
  { name: 'drop identity', finds: ['default-dropped'], up: sql(`ALTER TABLE orders ALTER id DROP IDENTITY`) },
  {
    name: 'drop unique index',
    finds: ['unique-index-dropped', 'drop-index-blocks'],
    up: sql(`DROP INDEX orders_token`),
  },
  {
    name: 'drop index in DO',
    finds: ['drop-index-blocks'],
    up: sql(`DO $$ BEGIN DROP INDEX IF EXISTS orders_note; END $$`),
  },
  {
    name: 'create index in DO',
    finds: ['index-blocks-writes'],
    up: sql(`DO $$ BEGIN CREATE INDEX i ON orders (amount); END $$`),
  },
  { name: 'create index on matview', finds: ['index-blocks-writes'], up: sql(`CREATE INDEX i ON totals (orders)`) },
  {
    name: 'triggers of all tables switched off in a loop',
    finds: ['foreign-key-off'],
    up: sql(
      `DO $$ DECLARE t record; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('ALTER TABLE %I DISABLE TRIGGER ALL', t.tablename); END LOOP; END $$`,
    ),
  },
  { name: 'replica trigger', finds: ['trigger-off'], up: sql('ALTER TABLE orders ENABLE REPLICA TRIGGER stamped') },
  {
    name: 'triggers of foreign keys that fire always',
    finds: ['foreign-key-off'],
    up: sql(
      `DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE items ENABLE ALWAYS TRIGGER %I', tgname) FROM pg_trigger WHERE tgrelid = 'items'::regclass AND tgisinternal LIMIT 1); END $$`,
    ),
  },
  {
    name: 'replication role by set_config',
    finds: ['replication-role'],
    up: sql(`SELECT set_config('session_replication_role', 'replica', true)`),
  },
  {
    name: 'a system function for everyone',
    finds: ['system-privileges'],
    up: sql('GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC'),
  },
  {
    name: 'a system view for everyone',
    finds: ['system-privileges'],
    up: sql('GRANT SELECT ON pg_catalog.pg_authid TO PUBLIC'),
  },
]
