import type { Knex } from 'knex'

export const config = { transaction: false }

export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX CONCURRENTLY ix_anchors_weight ON anchors (version_id, weight)')
  await knex.raw('CREATE INDEX CONCURRENTLY ix_chunks_created_at ON chunks (created_at)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX CONCURRENTLY ix_chunks_created_at')
  await knex.raw('DROP INDEX CONCURRENTLY ix_anchors_weight')
}
