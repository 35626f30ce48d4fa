import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE anchors VALIDATE CONSTRAINT ck_anchors_weight')
}

export async function down(): Promise<void> {}
