import type { workspaceRole } from '../db/models/index.ts'

export type Role = (typeof workspaceRole)['labels'][number]

/** What a route asks of a member, and which roles have it. */
export const PERMISSIONS = {
  read: ['admin', 'writer', 'clinops', 'qa'],
  write: ['admin', 'writer'],
  operate: ['admin', 'writer', 'clinops'],
  review: ['admin', 'qa'],
  manage: ['admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Permission = keyof typeof PERMISSIONS

export function may(role: string, permission: Permission): boolean {
  return PERMISSIONS[permission].some((one) => one === role)
}

/** Who asks, and where. */
export interface Actor {
  readonly userId: string
  /** The workspace of what the request is about; null where it is about none yet. */
  readonly workspaceId: string | null
  /** Every workspace that the user is a member of. */
  readonly workspaces: readonly string[]
}
