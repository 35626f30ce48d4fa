import type { ChangeEvent } from '../db/models/index.ts'
import { inParts, type Session } from '../db/session.ts'
import { found } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'
import { piecesOf } from './diff.ts'

interface Match {
  readonly from_anchor_id: string
  readonly to_anchor_id: string
  readonly method: 'exact' | 'similar'
  readonly score: number
}

/**
 * Keeps what became of the text between two versions of a document: which anchor became which, and a task for each fact
 * whose evidence is no longer there word for word.
 * @throws Refusal `already-exists` by the unique constraint, when it was kept before
 */
export async function recordChange(
  session: Session,
  actor: Acting,
  fromId: string,
  toId: string,
): Promise<ChangeEvent> {
  const { documentId, before, after } = await piecesOf(session, actor.workspaceId, fromId, toId)
  const now = new Map(after.map(({ key, id }) => [key, id]))
  const exact: readonly Match[] = before.flatMap(({ key, id }) => {
    const to_anchor_id = now.get(key)
    return to_anchor_id === undefined ? [] : [{ from_anchor_id: id, to_anchor_id, method: 'exact' as const, score: 1 }]
  })
  const kept = new Set(exact.flatMap(({ from_anchor_id, to_anchor_id }) => [from_anchor_id, to_anchor_id]))
  const dropped = before.filter(({ id }) => !kept.has(id))
  const added = after.filter(({ id }) => !kept.has(id))
  const similar = similarOf(dropped, added)
  const [row] = await session('change_events')
    .insert({
      document_id: documentId,
      from_version_id: fromId,
      to_version_id: toId,
      created_by: actor.userId,
      summary: {
        kept: exact.length,
        changed: similar.length,
        dropped: dropped.length - similar.length,
        added: added.length - similar.length,
      },
    })
    .returning('*')
  const event = found(row, 'change')
  await inParts([...exact, ...similar], (part) =>
    session('anchor_matches').insert(part.map((match) => ({ ...match, change_event_id: event.id }))),
  )
  await session.raw(
    `INSERT INTO tasks (study_id, type, title, fact_id, change_event_id)
     SELECT DISTINCT f.study_id, 'review_change'::task_type, 'The evidence has changed: ' || f.type || ' ' || f.key, f.id, ?::uuid
     FROM fact_evidence e JOIN facts f ON f.id = e.fact_id WHERE e.anchor_id = ANY (?::uuid[])`,
    [event.id, dropped.map(({ id }) => id)],
  )
  await record(session, actor, 'change.recorded', event.id, { from: fromId, to: toId })
  return event
}

interface Text {
  readonly id: string
  readonly body: string
}

/**
 * Pairs texts that share at least half of their words, the likest first, each once. Of long lists the first pieces are
 * compared.
 */
function similarOf(dropped: readonly Text[], added: readonly Text[]): Match[] {
  const [left, right] = [dropped, added].map((texts) =>
    texts.slice(0, MOST).map(({ id, body }) => ({ id, words: wordsOf(body) })),
  )
  const pairs = (left ?? [])
    .flatMap((one) =>
      (right ?? []).map((other) => ({ from: one.id, to: other.id, score: shared(one.words, other.words) })),
    )
    .filter(({ score }) => score >= 0.5)
    .toSorted((a, b) => b.score - a.score)
  const used = new Set<string>()
  return pairs.flatMap(({ from, to, score }) => {
    if (used.has(from) || used.has(to)) return []
    used.add(from).add(to)
    // Two texts may have the same words in another order, and are not the same text then.
    return [{ from_anchor_id: from, to_anchor_id: to, method: 'similar' as const, score: Math.min(score, 0.99) }]
  })
}

const MOST = 500

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))
}

/** How many of all words both have, 0 to 1. */
function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0
  for (const word of one) if (other.has(word)) both += 1
  const all = one.size + other.size - both
  return all === 0 ? 0 : both / all
}
