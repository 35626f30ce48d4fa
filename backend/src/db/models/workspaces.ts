import { boolean, sql, string, text, uuid } from 'knexus'
import { notBlank, createdAt, enumType, ofWorkspace, served, SERVICE, table, timestamps, uuidKey } from '../base.ts'
import { touched } from './functions.ts'

/** What a member may do in a workspace. */
export const workspaceRole = enumType('workspace_role', ['admin', 'writer', 'clinops', 'qa'])

export const workspaces = table(
  'workspaces',
  {
    ...uuidKey(),
    name: text().notNullable().check(notBlank('name')),
    ...timestamps(),
  },
  (t) => [
    t.comment('A team and everything it works on. Rows of different workspaces never meet.'),
    t.trigger(...touched('workspaces')),
    t.rowSecurity(),
    t.policy(...ofWorkspace('id')),
  ],
)

export const users = table(
  'users',
  {
    ...uuidKey(),
    email: string(320).notNullable().checkRegex('^[^@[:space:]]+@[^@[:space:]]+$'),
    name: text(),
    is_active: boolean().notNullable().defaultTo(true),
    ...createdAt(),
  },
  (t) => [
    t.index([sql`lower(email)`], { unique: true, name: 'uq_users_email' }),
    t.rowSecurity(),
    t.policy('fellow_members', {
      to: [SERVICE],
      using: sql`EXISTS (SELECT FROM memberships m WHERE m.user_id = users.id)`,
    }),
  ],
)

export const memberships = table(
  'memberships',
  {
    workspace_id: uuid().notNullable().references('workspaces.id').onDelete('cascade'),
    user_id: uuid().notNullable().references('users.id').onDelete('cascade').index(),
    role: workspaceRole.column().notNullable(),
    ...createdAt(),
  },
  (t) => [t.primary(['workspace_id', 'user_id']), t.rowSecurity(), t.policy(...ofWorkspace())],
)

export const workspaceGrants = [
  served(workspaces, ['SELECT', 'INSERT', 'UPDATE']),
  served(users, ['SELECT']),
  served(memberships),
]
