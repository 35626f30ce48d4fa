import type { Session } from '../db/session.ts'
import type { Study, StudyChanges } from '../db/models/index.ts'
import { found } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

/** What a list is narrowed by. */
export interface StudyFilter {
  readonly workspaceId: string
  readonly status?: Study['status']
  /** Text that the code or the title contains, in any case. */
  readonly q?: string
}

/** Adds a study and its line in the audit trail. */
export async function createStudy(
  session: Session,
  actor: Acting,
  {
    code,
    title,
    status = 'active',
  }: { readonly code: string; readonly title: string; readonly status?: Study['status'] },
): Promise<Study> {
  const [row] = await session('studies').insert({ code, title, status, workspace_id: actor.workspaceId }).returning('*')
  const study = found(row, 'study')
  await record(session, actor, 'study.created', study.id, { code: study.code })
  return study
}

/** The studies of a workspace, as a query that a page is made of. */
export function studiesOf(session: Session, { workspaceId, status, q }: StudyFilter) {
  const query = session('studies').select('*').where('workspace_id', workspaceId)
  if (status !== undefined) void query.where('status', status)
  if (q !== undefined) {
    const pattern = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    void query.whereRaw('(code ILIKE ? OR title ILIKE ?)', [pattern, pattern])
  }
  return query
}

/** @throws Refusal `study-not-found` */
export async function readStudy(session: Session, id: string): Promise<Study> {
  return found(await session('studies').where({ id }).first(), 'study')
}

/** Changes what is given and records what it was before. */
export async function updateStudy(session: Session, actor: Acting, id: string, changes: StudyChanges): Promise<Study> {
  const before = found(await session('studies').where({ id }).forUpdate().first(), 'study')
  const [study] = await session('studies').where({ id }).update(changes).returning('*')
  const changed = Object.fromEntries(
    CHANGEABLE.filter((key) => changes[key] !== undefined && changes[key] !== before[key]).map((key) => [
      key,
      before[key],
    ]),
  )
  await record(session, actor, 'study.updated', id, { before: changed })
  return found(study, 'study')
}

/** Deletes a study with its documents and facts. The audit trail stays. */
export async function deleteStudy(session: Session, actor: Acting, id: string): Promise<void> {
  const [row] = await session('studies').where({ id }).delete().returning('*')
  const { code, title } = found(row, 'study')
  await record(session, actor, 'study.deleted', id, { code, title })
}

const CHANGEABLE = ['code', 'title', 'status'] as const
