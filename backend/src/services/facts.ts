import type { Fact } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { checkTransition, found, Refusal } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

export interface NewFact {
  readonly type: string
  readonly key: string
  readonly scope?: Fact['scope']
  readonly scopeRef?: string
  readonly versionId?: string
  readonly value: Readonly<Record<string, unknown>>
  readonly unit?: string
  readonly confidence?: number | bigint | string | null
  readonly evidence: readonly { readonly anchorId: string; readonly role?: 'primary' | 'supporting' }[]
}

/** Adds a fact of a study with the anchors that show it, which must be of the same study. */
export async function createFact(session: Session, actor: Acting, studyId: string, given: NewFact): Promise<Fact> {
  if (given.versionId !== undefined) await checkOfStudy(session, studyId, 'version', [given.versionId])
  await checkOfStudy(
    session,
    studyId,
    'anchor',
    given.evidence.map(({ anchorId }) => anchorId),
  )
  const [row] = await session('facts')
    .insert({
      study_id: studyId,
      type: given.type,
      key: given.key,
      scope: given.scope ?? 'global',
      value: given.value,
      version_id: given.versionId ?? null,
      scope_ref: given.scopeRef ?? null,
      unit: given.unit ?? null,
      confidence: given.confidence === undefined || given.confidence === null ? null : String(given.confidence),
    })
    .returning('*')
  const fact = found(row, 'fact')
  if (given.evidence.length > 0)
    await session('fact_evidence').insert(
      given.evidence.map(({ anchorId, role = 'primary' }) => ({ fact_id: fact.id, anchor_id: anchorId, role })),
    )
  await record(session, actor, 'fact.created', fact.id, { type: fact.type, key: fact.key })
  return fact
}

/** Moves a fact along its statuses. */
export async function setFactStatus(
  session: Session,
  actor: Acting,
  id: string,
  status: Fact['status'],
): Promise<Fact> {
  const before = found(await session('facts').where({ id }).forUpdate().first(), 'fact')
  checkTransition(STATUSES, before.status, status, 'fact')
  const [fact] = await session('facts').where({ id }).update({ status }).returning('*')
  await record(session, actor, 'fact.updated', id, { before: { status: before.status } })
  return found(fact, 'fact')
}

const STATUSES = {
  extracted: ['validated', 'conflicting', 'needs_review', 'tbd'],
  validated: ['conflicting', 'needs_review'],
  conflicting: ['validated', 'needs_review'],
  tbd: ['extracted', 'needs_review'],
  needs_review: ['validated', 'conflicting', 'tbd'],
} as const satisfies Readonly<Record<Fact['status'], readonly Fact['status'][]>>

/** The foreign keys allow a row of any study, so that is asked here; of another workspace nothing is seen at all. */
async function checkOfStudy(
  session: Session,
  studyId: string,
  what: 'version' | 'anchor',
  ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(ids)]
  const query = session('documents as d')
    .join('document_versions as v', 'v.document_id', 'd.id')
    .where('d.study_id', studyId)
  if (what === 'anchor') void query.join('anchors as a', 'a.version_id', 'v.id').whereIn('a.id', wanted)
  else void query.whereIn('v.id', wanted)
  const [row] = await query.count<{ count: string }[]>()
  if (Number(row?.count) !== wanted.length)
    throw new Refusal('invalid', 'reference-not-found', `The study has no such ${what}.`, { [what]: wanted })
}
