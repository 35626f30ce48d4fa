import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE anchors ADD COLUMN weight integer')
  await knex.raw('ALTER TABLE anchors ALTER COLUMN weight SET DEFAULT 1')
  await knex.raw('ALTER TABLE anchors ADD CONSTRAINT ck_anchors_weight CHECK (weight IS NOT NULL) NOT VALID')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE anchors DROP COLUMN weight')
}
