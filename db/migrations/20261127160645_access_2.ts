import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Rows in 16 of 16 tables before, all still there after.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE public.ingestion_runs VALIDATE CONSTRAINT ck_ingestion_runs_attempts`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE public.ingestion_runs DROP CONSTRAINT ck_ingestion_runs_attempts`)
  await knex.raw(
    `ALTER TABLE public.ingestion_runs ADD CONSTRAINT ck_ingestion_runs_attempts CHECK ((attempts >= 0)) NOT VALID`,
  )
}
