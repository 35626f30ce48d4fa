import { randomUUID } from 'node:crypto'
import { found, missing, Refusal } from '../domain/errors.ts'
import type { Role } from '../domain/roles.ts'
import type { Session } from '../db/session.ts'
import type { Workspace } from '../db/models/index.ts'
import { record, type Acting } from './audit-log.ts'

/** Makes a workspace whose first admin is whoever asks for it. */
export async function createWorkspace(session: Session, userId: string, name: string): Promise<Workspace> {
  const id = randomUUID()
  // Row-level security would hide the new row from the very statement that returns it.
  await session.raw("SELECT set_config('clinnexus.workspaces', ?, true)", [id])
  const [workspace] = await session('workspaces').insert({ id, name }).returning('*')
  await session('memberships').insert({ workspace_id: id, user_id: userId, role: 'admin' })
  await record(session, { userId, workspaceId: id }, 'workspace.created', id, { name })
  return found(workspace, 'workspace')
}

/** Makes a user a member, or gives a member another role. */
export async function setMember(session: Session, actor: Acting, userId: string, role: Role): Promise<void> {
  const workspace_id = actor.workspaceId
  const before = await lockedMembers(session, workspace_id)
  if (role !== 'admin') keepAnAdmin(before, userId)
  await session('memberships')
    .insert({ workspace_id, user_id: userId, role })
    .onConflict(['workspace_id', 'user_id'])
    .merge(['role'])
  const was = before.find((member) => member.user_id === userId)?.role ?? null
  await record(session, actor, 'member.set', userId, { role, before: was })
}

/** Takes a user out of the workspace. What they did stays in the audit trail. */
export async function removeMember(session: Session, actor: Acting, userId: string): Promise<void> {
  const before = await lockedMembers(session, actor.workspaceId)
  if (!before.some((member) => member.user_id === userId)) throw missing('member')
  keepAnAdmin(before, userId)
  await session('memberships').where({ workspace_id: actor.workspaceId, user_id: userId }).delete()
  await record(session, actor, 'member.removed', userId)
}

/** Two admins who take each other out at once would leave none: the second waits here for the first. */
async function lockedMembers(session: Session, workspaceId: string) {
  return await session('memberships')
    .where({ workspace_id: workspaceId })
    .orderBy('user_id')
    .forUpdate()
    .select('user_id', 'role')
}

function keepAnAdmin(members: readonly { user_id: string; role: Role }[], userId: string): void {
  const admins = members.filter(({ role }) => role === 'admin')
  if (admins.length === 1 && admins[0]?.user_id === userId)
    throw new Refusal('conflict', 'last-admin', 'The workspace would have no admin left.')
}
