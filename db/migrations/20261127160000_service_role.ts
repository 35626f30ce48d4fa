import type { Knex } from 'knex'

/**
 * The role of the service, which owns nothing. It belongs to the whole server, so it may be there already, and stays when this is taken back.
 * It cannot log in until it is given a password: `npm run roles`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'clinnexus_service') THEN
    CREATE ROLE clinnexus_service NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$
`)
}

export async function down(): Promise<void> {}
