import type { Conflict } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { checkTransition, found, Refusal } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

interface Contradiction {
  readonly type: string
  readonly key: string
  readonly scope: Conflict['scope']
  readonly scope_ref: string | null
  readonly pairs: readonly (readonly [left: string, right: string])[]
}

/**
 * Looks for facts of a study about one thing that have different values: numbers are compared as numbers, units count.
 * A conflict that is not settled yet gets the new sides; of a settled one nothing is said again until another fact
 * comes.
 */
export async function findConflicts(
  session: Session,
  actor: Acting,
  studyId: string,
): Promise<{ found: number; new: number }> {
  // One at a time: two at once would both find that there is no conflict yet.
  await session('studies').where({ id: studyId }).forUpdate().first('id')
  const { rows } = await session.raw<{ rows: Contradiction[] }>(
    `SELECT l.type, l.key, l.scope, l.scope_ref, json_agg(json_build_array(l.id, r.id) ORDER BY l.id, r.id) AS pairs
     FROM facts l JOIN facts r ON (r.study_id, r.type, r.key, r.scope) = (l.study_id, l.type, l.key, l.scope)
       AND r.scope_ref IS NOT DISTINCT FROM l.scope_ref AND l.id < r.id
     WHERE l.study_id = ? AND (l.value, l.unit) IS DISTINCT FROM (r.value, r.unit)
     GROUP BY l.type, l.key, l.scope, l.scope_ref ORDER BY l.type, l.key`,
    [studyId],
  )
  let added = 0
  for (const contradiction of rows) if (await keep(session, studyId, contradiction)) added += 1
  await record(session, actor, 'conflicts.looked-for', studyId, { found: rows.length, new: added })
  return { found: rows.length, new: added }
}

/** True when it is a conflict that was not there. */
async function keep(session: Session, studyId: string, { pairs, ...thing }: Contradiction): Promise<boolean> {
  const subject = { study_id: studyId, ...thing }
  const before = await session('conflicts').where(subject).select('id', 'status')
  const known = await session('conflict_items')
    .whereIn(
      'conflict_id',
      before.map(({ id }) => id),
    )
    .select('left_fact_id', 'right_fact_id')
  const told = new Set(known.map(({ left_fact_id, right_fact_id }) => `${left_fact_id} ${right_fact_id}`))
  const news = pairs.filter(([left, right]) => !told.has(`${left} ${right}`))
  if (news.length === 0) return false
  const unsettled = before.find(({ status }) => status === 'open' || status === 'investigating')
  const conflict = unsettled ?? found((await session('conflicts').insert(subject).returning('id'))[0], 'conflict')
  await session('conflict_items').insert(
    news.map(([left_fact_id, right_fact_id]) => ({ conflict_id: conflict.id, left_fact_id, right_fact_id })),
  )
  if (unsettled) return false
  await session('tasks').insert({
    study_id: studyId,
    type: 'resolve_conflict',
    title: `Facts disagree: ${thing.type} ${thing.key}`,
    conflict_id: conflict.id,
  })
  return true
}

/** Moves a conflict along its statuses, gives it an owner or another severity. What settles it needs a reason. */
export async function updateConflict(
  session: Session,
  actor: Acting,
  id: string,
  changes: {
    readonly status?: Conflict['status']
    readonly severity?: Conflict['severity']
    readonly because?: string
    readonly ownerId?: string
  },
): Promise<Conflict> {
  const before = found(await session('conflicts').where({ id }).forUpdate().first(), 'conflict')
  const { status = before.status, severity = before.severity, ownerId = before.owner_id } = changes
  checkTransition(STATUSES, before.status, status, 'conflict')
  const settled = status !== 'open' && status !== 'investigating'
  const because = settled ? (changes.because ?? before.because) : null
  if (settled && because === null)
    throw new Refusal('invalid', 'reason-required', 'Say why the conflict is settled.', { because: 'is required' })
  if (changes.ownerId !== undefined) await checkMember(session, actor, changes.ownerId)
  const [conflict] = await session('conflicts')
    .where({ id })
    .update({ status, severity, because, owner_id: ownerId })
    .returning('*')
  if (settled)
    await session('tasks')
      .where({ conflict_id: id })
      .whereIn('status', ['open', 'in_progress'])
      .update({ status: 'done' })
  await record(session, actor, 'conflict.updated', id, { before: { status: before.status }, because })
  return found(conflict, 'conflict')
}

const STATUSES = {
  open: ['investigating', 'resolved', 'accepted_risk', 'suppressed'],
  investigating: ['open', 'resolved', 'accepted_risk', 'suppressed'],
  resolved: [],
  accepted_risk: [],
  suppressed: [],
} as const satisfies Readonly<Record<Conflict['status'], readonly Conflict['status'][]>>

/** The foreign key allows any user; who is to look after something must be a member. */
export async function checkMember(session: Session, actor: Acting, userId: string): Promise<void> {
  const member = await session('memberships')
    .where({ workspace_id: actor.workspaceId, user_id: userId })
    .first('user_id')
  if (!member)
    throw new Refusal('invalid', 'reference-not-found', 'The workspace has no such member.', { user: userId })
}
