import type { Task } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { checkTransition, found } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

/** Gives the oldest open task of a study to whoever asks. Several may ask at once: each gets another. */
export async function claimTask(
  session: Session,
  actor: Acting,
  studyId: string,
  type: Task['type'] | undefined,
): Promise<Task> {
  const open = session('tasks').where({ study_id: studyId, status: 'open', ...(type && { type }) })
  const oldest = found(await open.orderBy(['created_at', 'id']).forUpdate().skipLocked().first(), 'open task')
  const [task] = await session('tasks')
    .where({ id: oldest.id })
    .update({ status: 'in_progress', assigned_to: actor.userId })
    .returning('*')
  await record(session, actor, 'task.claimed', oldest.id)
  return found(task, 'task')
}

/** Moves a task along its statuses. One that is opened again belongs to nobody. */
export async function setTaskStatus(
  session: Session,
  actor: Acting,
  id: string,
  status: Task['status'],
): Promise<Task> {
  const before = found(await session('tasks').where({ id }).forUpdate().first(), 'task')
  checkTransition(STATUSES, before.status, status, 'task')
  const [task] = await session('tasks')
    .where({ id })
    .update({
      status,
      ...(status === 'open' && { assigned_to: null }),
      ...(status === 'in_progress' && { assigned_to: before.assigned_to ?? actor.userId }),
    })
    .returning('*')
  await record(session, actor, 'task.updated', id, { before: { status: before.status } })
  return found(task, 'task')
}

const STATUSES = {
  open: ['in_progress', 'cancelled'],
  in_progress: ['open', 'done', 'cancelled'],
  done: [],
  cancelled: ['open'],
} as const satisfies Readonly<Record<Task['status'], readonly Task['status'][]>>
