import type { Knex } from 'knex'
import { backfill } from 'knexus/backfill'

export const config = { transaction: false }

export async function up(knex: Knex): Promise<void> {
  await backfill(knex, { table: 'anchors', set: 'weight = length(body)', where: 'weight IS NULL' })
}

export async function down(): Promise<void> {}
