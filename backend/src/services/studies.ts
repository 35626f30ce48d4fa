import type { Session } from '../db/session.ts'
import type { NewStudy, Study, StudyChanges } from '../db/models/index.ts'
import { ApiError } from '../plugins/errors.ts'
import { record } from './audit-log.ts'

/** What a list is narrowed by, and where it goes on: after this code and id. */
export interface StudyQuery {
  readonly workspaceId?: string | undefined
  readonly status?: Study['status'] | undefined
  /** Text that the code or the title contains, in any case. */
  readonly q?: string | undefined
  readonly after?: readonly [code: string, id: string] | undefined
  readonly limit: number
}

/** Adds a study and its line in the audit trail. */
export async function createStudy(session: Session, values: NewStudy): Promise<Study> {
  const [study] = await session('studies').insert(values).returning('*')
  if (!study) throw new Error('the insert returned no row')
  await record(session, {
    workspace_id: study.workspace_id,
    action: 'study.created',
    subject_id: study.id,
    body: { code: study.code },
  })
  return study
}

/** Studies by code. One more than `limit` is read, so that the caller sees whether there is another page. */
export async function listStudies(
  session: Session,
  { workspaceId, status, q, after, limit }: StudyQuery,
): Promise<Study[]> {
  const query = session('studies')
    .select('*')
    .orderBy([{ column: 'code' }, { column: 'id' }])
    .limit(limit + 1)
  if (workspaceId !== undefined) void query.where('workspace_id', workspaceId)
  if (status !== undefined) void query.where('status', status)
  if (after) void query.whereRaw('(code, id) > (?, ?)', [...after])
  if (q !== undefined) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    void query.whereRaw('(code ILIKE ? OR title ILIKE ?)', [pattern, pattern])
  }
  return query
}

/** @throws ApiError 404 `study-not-found` */
export async function readStudy(session: Session, id: string): Promise<Study> {
  return (await session('studies').where({ id }).first()) ?? missing()
}

/** Changes what is given and records what it was before. */
export async function updateStudy(session: Session, id: string, changes: StudyChanges): Promise<Study> {
  const before = (await session('studies').where({ id }).forUpdate().first()) ?? missing()
  const [study] = await session('studies').where({ id }).update(changes).returning('*')
  const changed = Object.fromEntries(
    CHANGEABLE.filter((key) => changes[key] !== undefined && changes[key] !== before[key]).map((key) => [
      key,
      before[key],
    ]),
  )
  await record(session, {
    workspace_id: before.workspace_id,
    action: 'study.updated',
    subject_id: id,
    body: { before: changed },
  })
  return study ?? missing()
}

/** Deletes a study with its documents and facts. The audit trail stays. */
export async function deleteStudy(session: Session, id: string): Promise<void> {
  const [study] = await session('studies').where({ id }).delete().returning('*')
  if (!study) return missing()
  await record(session, {
    workspace_id: study.workspace_id,
    action: 'study.deleted',
    subject_id: id,
    body: { code: study.code, title: study.title },
  })
}

const CHANGEABLE = ['code', 'title', 'status'] as const

function missing(): never {
  throw new ApiError(404, 'study-not-found', 'There is no such study.')
}
