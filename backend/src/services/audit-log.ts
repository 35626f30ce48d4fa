import type { Actor } from '../domain/roles.ts'
import type { Session } from '../db/session.ts'

/** Adds a line to the audit trail, in the transaction of the change it tells of: both are kept or neither. */
export async function record(
  session: Session,
  actor: Acting,
  action: string,
  subjectId: string,
  body: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await session('audit_log').insert({
    workspace_id: actor.workspaceId,
    user_id: actor.userId,
    action,
    subject_id: subjectId,
    body,
  })
}

/** Who acts, in a workspace that is known. */
export type Acting = Pick<Actor, 'userId'> & { readonly workspaceId: string }
