import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Values compared after up and down (tables: 21, columns: 171, rows: 84): every value came back.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`SET LOCAL check_function_bodies = off`)
  await knex.raw(`
CREATE FUNCTION public.chunks_with_words(wanted tsquery, study uuid, doc_types text[], zones text[], language text, most integer)
RETURNS TABLE(chunk_id uuid, score double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path TO 'public', 'pg_temp'
AS $$
BEGIN
  RETURN QUERY
  SELECT m.id, ts_rank_cd(m.words, wanted)::double precision AS rank
  FROM (
    SELECT c.id, c.words
    FROM chunks c JOIN document_versions v ON v.id = c.version_id JOIN documents d ON d.id = v.document_id
    WHERE c.words @@ wanted
      AND d.workspace_id = ANY ((string_to_array(current_setting('clinnexus.workspaces', true), ','))::uuid[])
      AND (study IS NULL OR d.study_id = study)
      AND (doc_types IS NULL OR d.doc_type = ANY (doc_types::document_type[]))
      AND (chunks_with_words.zones IS NULL OR c.zone = ANY (chunks_with_words.zones::source_zone[]))
      AND (chunks_with_words.language IS NULL OR c.language = chunks_with_words.language::document_language)
    LIMIT 5000) m
  ORDER BY rank DESC, m.id LIMIT most;
END
$$
  `)
  await knex.raw(
    `REVOKE EXECUTE ON FUNCTION public.chunks_with_words(tsquery, uuid, text[], text[], text, integer) FROM PUBLIC`,
  )
  await knex.raw(
    `GRANT EXECUTE ON FUNCTION public.chunks_with_words(tsquery, uuid, text[], text[], text, integer) TO clinnexus_service`,
  )
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`DROP FUNCTION public.chunks_with_words(tsquery, uuid, text[], text[], text, integer)`)
}
