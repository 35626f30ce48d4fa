import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { hashOf, newToken } from '../src/domain/tokens.ts'
import { embed, vectorText } from '../src/services/embedding.ts'

/** What the requests are about. */
export interface Filled {
  readonly token: string
  readonly workspaceId: string
  readonly studyId: string
  readonly documentId: string
  readonly versionId: string
}

const ARMS = 250

/**
 * A workspace with so many chunks, each with its own text and embedding, in versions of 1,000; the vector index is
 * built when they are in.
 */
export async function fill(database: Knex, chunks: number): Promise<Filled> {
  const [workspaceId, userId, studyId, documentId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const token = newToken()
  await database('workspaces').insert({ id: workspaceId, name: 'Load' })
  await database('users').insert({ id: userId, email: `${userId}@example.org` })
  await database('memberships').insert({ workspace_id: workspaceId, user_id: userId, role: 'admin' })
  await database('access_tokens').insert({
    user_id: userId,
    name: 'load',
    token_sha256: hashOf(token),
    expires_at: database.raw("now() + interval '1 day'"),
  })
  await database('studies').insert({ id: studyId, workspace_id: workspaceId, code: 'L-1', title: 'Load' })
  await database('documents').insert({
    id: documentId,
    workspace_id: workspaceId,
    study_id: studyId,
    doc_type: 'protocol',
    title: 'P',
  })
  await database.raw('CREATE UNLOGGED TABLE load_texts (side text, at integer, body text, v vector(1536))')
  const texts = (side: string, count: number, text: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => ({ side, at, body: text(at), v: vectorText(embed(text(at))) }))
  const rows = [
    ...texts(
      'visit',
      Math.ceil(chunks / ARMS),
      (at) => `Visit ${at}: ${WORDS[at % WORDS.length]} is measured at week ${at % 52}`,
    ),
    ...texts('arm', ARMS, (at) => `in arm ${at} with ${WORDS[(at * 7) % WORDS.length]} ${at * 5} mg`),
  ]
  for (let from = 0; from < rows.length; from += 100)
    await database.raw('INSERT INTO load_texts SELECT * FROM json_populate_recordset(NULL::load_texts, ?)', [
      JSON.stringify(rows.slice(from, from + 100)),
    ])
  await database.raw('DROP INDEX ix_chunks_embedding')
  let versionId = ''
  for (let from = 0; from < chunks; from += 1000) {
    versionId = randomUUID()
    await database('document_versions').insert({ id: versionId, document_id: documentId, label: `${from}` })
    await database.raw(
      `INSERT INTO anchors (version_id, key, kind, ordinal, section_path, body, body_sha256)
       SELECT ?::uuid, 'p:0:' || n, 'p', n, 'Section', 'Paragraph ' || n, repeat('0', 64)
       FROM generate_series(?::integer, ?::integer) n`,
      [versionId, from, Math.min(from + 999, chunks - 1)],
    )
    await database.raw(
      `INSERT INTO chunks (version_id, ordinal, body, language, zone, section_path, anchor_keys, embedding)
       SELECT ?::uuid, n, l.body || ' ' || r.body, 'en', (enum_range(NULL::source_zone))[1 + n % 13], 'Section',
         ARRAY['p:0:' || n], l2_normalize(l.v + r.v)
       FROM generate_series(?::integer, ?::integer) n
       JOIN load_texts l ON l.side = 'visit' AND l.at = n / ${ARMS} JOIN load_texts r ON r.side = 'arm' AND r.at = n % ${ARMS}`,
      [versionId, from, Math.min(from + 999, chunks - 1)],
    )
  }
  await database.raw(
    `INSERT INTO facts (study_id, type, key, value)
     SELECT ?::uuid, 'dose', n::text, jsonb_build_object('value', n) FROM generate_series(1, 2000) n`,
    [studyId],
  )
  await database.raw('DROP TABLE load_texts')
  await database.raw(
    'CREATE INDEX ix_chunks_embedding ON chunks USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64)',
  )
  await database.raw('ANALYZE')
  return { token, workspaceId, studyId, documentId, versionId }
}

export const WORDS = [
  'pressure',
  'glucose',
  'weight',
  'creatinine',
  'temperature',
  'albumin',
  'pulse',
  'platelets',
  'sodium',
  'bilirubin',
]
