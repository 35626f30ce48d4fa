import type { Chunk, Document } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { embed, vectorText } from './embedding.ts'

/** What is looked for, and where. */
export interface SearchQuery {
  readonly workspaceId: string
  readonly query: string
  readonly mode: 'vector' | 'text' | 'hybrid'
  readonly limit: number
  readonly studyId?: string
  readonly docTypes?: readonly Document['doc_type'][]
  readonly zones?: readonly Chunk['zone'][]
  readonly language?: Chunk['language']
  /** The zone that the question is about: what the crosswalk of the workspace says of other zones then weighs. */
  readonly from?: { readonly docType: Document['doc_type']; readonly zone: Chunk['zone'] }
}

/** A chunk that was found, best first. */
export interface Hit {
  readonly id: string
  readonly version_id: string
  readonly document_id: string
  readonly study_id: string
  readonly section_path: string
  readonly doc_type: Document['doc_type']
  readonly zone: Chunk['zone']
  readonly body: string
  readonly anchor_keys: readonly string[]
  /** Cosine distance, 0 to 2; null in a search by words. */
  readonly distance: number | null
  readonly score: number
}

/**
 * Searches the chunks of a workspace by meaning, by words, or by both: reciprocal rank fusion of the two lists.
 * Every statement keeps to the workspace by itself; row-level security holds what it forgets.
 * The index is scanned on until enough hits pass the filters, and its answer is put in exact order afterwards.
 */
export async function search(session: Session, wanted: SearchQuery): Promise<readonly Hit[]> {
  const lists: Hit[][] = []
  if (wanted.mode !== 'text') lists.push(await nearest(session, wanted))
  if (wanted.mode !== 'vector') lists.push(await matching(session, wanted))
  const hits = lists.length === 1 ? lists.flat() : fusionOf(lists)
  return (wanted.from ? await weighed(session, hits, wanted.workspaceId, wanted.from) : hits).slice(0, wanted.limit)
}

/** Both lists in one, by the ranks of what is in them. */
function fusionOf(lists: readonly (readonly Hit[])[]): Hit[] {
  const fused = new Map<string, Hit>()
  for (const list of lists)
    list.forEach((hit, rank) => {
      const known = fused.get(hit.id)
      fused.set(hit.id, {
        ...hit,
        distance: hit.distance ?? known?.distance ?? null,
        score: (known?.score ?? 0) + 1 / (FUSION + rank),
      })
    })
  return [...fused.values()].toSorted(best)
}

const best = (a: Hit, b: Hit) => b.score - a.score || (a.id < b.id ? -1 : 1)

/**
 * Raises a hit by what its zone says about the zone of the question: twice the score at a weight of 1, which is that of
 * the zone itself.
 */
async function weighed(
  session: Session,
  hits: readonly Hit[],
  workspaceId: string,
  from: NonNullable<SearchQuery['from']>,
): Promise<readonly Hit[]> {
  const crossings = await session('zone_crosswalk')
    .where({ workspace_id: workspaceId, from_doc_type: from.docType, from_zone: from.zone, is_active: true })
    .select('to_doc_type', 'to_zone', 'weight')
  const weights = new Map(crossings.map((one) => [`${one.to_doc_type} ${one.to_zone}`, Number(one.weight)]))
  weights.set(`${from.docType} ${from.zone}`, 1)
  return hits
    .map((hit) => ({
      ...hit,
      score: hit.score + Math.abs(hit.score) * (weights.get(`${hit.doc_type} ${hit.zone}`) ?? 0),
    }))
    .toSorted(best)
}

/** The constant of reciprocal rank fusion that its paper (Cormack and others, 2009) found good. */
const FUSION = 60

/** How many hits each list brings into a fusion. */
const DEPTH = 3

async function nearest(session: Session, wanted: SearchQuery): Promise<Hit[]> {
  const vector = vectorText(embed(wanted.query))
  if (vector === null) return []
  await session.raw(
    "SELECT set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true)",
  )
  const { rows } = await session.raw<{ rows: Hit[] }>(...nearestStatement(wanted, vector))
  return rows
}

/** The statement that asks the vector index, and its values. */
export function nearestStatement(
  wanted: SearchQuery,
  vector: string | null,
): readonly [sql: string, values: (string | number | string[] | null)[]] {
  const { sql, values } = filters(wanted)
  return [
    `WITH near AS MATERIALIZED (
       SELECT ${COLUMNS}, c.embedding <=> ?::vector AS distance
       FROM chunks c JOIN document_versions v ON v.id = c.version_id JOIN documents d ON d.id = v.document_id
       WHERE c.embedding IS NOT NULL ${sql} ORDER BY c.embedding <=> ?::vector LIMIT ?)
     SELECT *, 1 - distance AS score FROM near ORDER BY distance, id`,
    [vector, ...values, vector, wanted.limit * DEPTH],
  ]
}

async function matching(session: Session, wanted: SearchQuery): Promise<Hit[]> {
  const { workspaceId, query, studyId, docTypes, zones, language, limit } = wanted
  const { rows } = await session.raw<{ rows: Hit[] }>(
    `SELECT ${COLUMNS}, NULL::float8 AS distance, m.score
     FROM (SELECT websearch_to_tsquery('russian', ?) || websearch_to_tsquery('english', ?)
         || websearch_to_tsquery('simple', ?) AS words) q,
       chunks_with_words(q.words, ?, ?, ?, ?, ?) m
       JOIN chunks c ON c.id = m.chunk_id JOIN document_versions v ON v.id = c.version_id JOIN documents d ON d.id = v.document_id
     WHERE d.workspace_id = ? ORDER BY m.score DESC, c.id`,
    [query, query, query, studyId ?? null, list(docTypes), list(zones), language ?? null, limit * DEPTH, workspaceId],
  )
  return rows
}

const list = (labels: readonly string[] | undefined) => (labels ? [...labels] : null)

const COLUMNS =
  'c.id, c.version_id, v.document_id, d.study_id, d.doc_type, c.section_path, c.zone, c.body, c.anchor_keys'

function filters({ workspaceId, studyId, docTypes, zones, language }: SearchQuery): {
  sql: string
  values: (string | string[])[]
} {
  const given: (readonly [string, string | string[] | undefined])[] = [
    ['AND d.workspace_id = ?', workspaceId],
    ['AND d.study_id = ?', studyId],
    ['AND d.doc_type = ANY (?::document_type[])', docTypes && [...docTypes]],
    ['AND c.zone = ANY (?::source_zone[])', zones && [...zones]],
    ['AND c.language = ?', language],
  ]
  const used = given.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]))
  return { sql: used.map(({ sql }) => sql).join(' '), values: used.map(({ value }) => value) }
}
