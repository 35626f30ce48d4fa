import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Rows in 16 of 16 tables before, all still there after.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE public.chunks ENABLE ROW LEVEL SECURITY`)
  await knex.raw(`
    CREATE POLICY within_document_versions ON public.chunks TO clinnexus_service USING ((EXISTS ( SELECT
       FROM public.document_versions o
      WHERE (o.id = chunks.version_id))))
  `)
  await knex.raw(`GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE public.chunks TO clinnexus_service`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`REVOKE DELETE, INSERT, SELECT, UPDATE ON TABLE public.chunks FROM clinnexus_service`)
  await knex.raw(`DROP POLICY within_document_versions ON public.chunks`)
  await knex.raw(`ALTER TABLE public.chunks DISABLE ROW LEVEL SECURITY`)
}
