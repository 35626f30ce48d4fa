import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE anchors ALTER COLUMN weight SET NOT NULL')
  await knex.raw('ALTER TABLE anchors DROP CONSTRAINT ck_anchors_weight')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE anchors ALTER COLUMN weight DROP NOT NULL')
}
