import { extension, integer, jsonb, sql, text, tsvector, uuid, vector } from 'knexus'
import { createdAt, fn, served, servedFunction, table, uuidKey, within } from '../base.ts'
import { sourceZone } from './ingestion.ts'
import { documentLanguage } from './studies.ts'

export const pgvector = extension('vector')

/** How many numbers an embedding has. */
export const DIMENSIONS = 1536

export const chunks = table(
  'chunks',
  {
    ...uuidKey(),
    version_id: uuid().notNullable().references('document_versions.id').onDelete('cascade'),
    ordinal: integer().notNullable().check('ordinal >= 0'),
    section_path: text().notNullable().defaultTo(''),
    body: text().notNullable(),
    language: documentLanguage.column().notNullable().defaultTo('unknown'),
    zone: sourceZone.column().notNullable().defaultTo('unknown'),
    anchor_keys: text().array().notNullable().defaultTo([]),
    embedding: vector(DIMENSIONS)
      .check('vector_norm(embedding) > 0')
      .comment('Compared by cosine distance, so never the zero vector: null where there is none.'),
    words: tsvector()
      .generatedAs(sql`CASE language
    WHEN 'ru' THEN to_tsvector('russian'::regconfig, body)
    WHEN 'en' THEN to_tsvector('english'::regconfig, body)
    ELSE to_tsvector('simple'::regconfig, body) END`)
      .comment('By the language of the chunk.'),
    metadata: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    ...createdAt(),
  },
  (t) => [
    t.unique(['version_id', 'ordinal']),
    t.index(['embedding'], { using: 'hnsw', opclass: 'vector_cosine_ops', with: { m: 16, ef_construction: 64 } }),
    t.index(['words'], { using: 'gin' }),
    t.index(['anchor_keys'], { using: 'gin' }),
    t.index(['version_id', 'zone', 'language']),
    t.rowSecurity(),
    t.policy(...within('chunks', 'document_versions', 'version_id')),
    t.comment('Pieces of text of up to about 450 tokens, the unit that search finds.'),
  ],
)

/**
 * The chunks with these words, best first, of the workspaces that the transaction may see. The match of a text search
 * is not leakproof, so under row-level security PostgreSQL tries it last and never by the index. This runs with the
 * rights of the owner and keeps the workspaces apart itself.
 * Of words that are everywhere it ranks the first 5,000 chunks that it meets.
 */
export const chunksWithWords = fn('chunks_with_words', {
  arguments: {
    wanted: 'tsquery',
    study: 'uuid',
    doc_types: 'text[]',
    zones: 'text[]',
    language: 'text',
    most: 'integer',
  },
  returns: 'TABLE(chunk_id uuid, score double precision)',
  volatility: 'stable',
  securityDefiner: true,
  settings: { search_path: 'public, pg_temp' },
  body: `
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
`,
})

export const searchGrants = [served(chunks), servedFunction(chunksWithWords)]
