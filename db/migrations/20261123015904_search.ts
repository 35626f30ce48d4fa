import type { Knex } from 'knex'

// Proved on PostgreSQL 18, embedded (PGlite): up reaches the models, down returns to the start, up again.
// Rows in 7 tables before, all still there after.

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public`)
  await knex.raw(`
CREATE TABLE public.chunks (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  version_id uuid NOT NULL,
  ordinal integer NOT NULL,
  section_path text DEFAULT ''::text NOT NULL,
  body text NOT NULL,
  language public.document_language DEFAULT 'unknown'::public.document_language NOT NULL,
  zone public.source_zone DEFAULT 'unknown'::public.source_zone NOT NULL,
  anchor_keys text[] DEFAULT '{}'::text[] NOT NULL,
  embedding public.vector(1536),
  words tsvector GENERATED ALWAYS AS (
CASE language
    WHEN 'ru'::public.document_language THEN to_tsvector('russian'::regconfig, body)
    WHEN 'en'::public.document_language THEN to_tsvector('english'::regconfig, body)
    ELSE to_tsvector('simple'::regconfig, body)
END) STORED,
  metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pk_chunks PRIMARY KEY (id),
  CONSTRAINT uq_chunks_version_id_ordinal UNIQUE (version_id, ordinal),
  CONSTRAINT ck_chunks_embedding CHECK ((public.vector_norm(embedding) > (0)::double precision)),
  CONSTRAINT ck_chunks_ordinal CHECK ((ordinal >= 0))
)
`)
  await knex.raw(
    `ALTER TABLE public.chunks ADD CONSTRAINT fk_chunks_version_id_document_versions FOREIGN KEY (version_id) REFERENCES public.document_versions(id) ON DELETE CASCADE`,
  )
  await knex.raw(`CREATE INDEX ix_chunks_anchor_keys ON public.chunks USING gin (anchor_keys)`)
  await knex.raw(
    `CREATE INDEX ix_chunks_embedding ON public.chunks USING hnsw (embedding public.vector_cosine_ops) WITH (m=16, ef_construction=64)`,
  )
  await knex.raw(`CREATE INDEX ix_chunks_version_id_zone_language ON public.chunks (version_id, zone, language)`)
  await knex.raw(`CREATE INDEX ix_chunks_words ON public.chunks USING gin (words)`)
  await knex.raw(
    `COMMENT ON TABLE public.chunks IS 'Pieces of text of up to about 450 tokens, the unit that search finds.'`,
  )
  await knex.raw(
    `COMMENT ON COLUMN public.chunks.embedding IS 'Compared by cosine distance, so never the zero vector: null where there is none.'`,
  )
  await knex.raw(`COMMENT ON COLUMN public.chunks.words IS 'By the language of the chunk.'`)
}

export async function down(knex: Knex): Promise<void> {
  // loses data: the rows of public.chunks
  await knex.raw(`DROP TABLE public.chunks`)
  await knex.raw(`DROP EXTENSION vector`)
}
