import { extension, integer, jsonb, sql, text, tsvector, uuid, vector } from 'knexus'
import { createdAt, served, table, uuidKey, within } from '../base.ts'
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

export const searchGrants = served(chunks)
