import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { found } from '../domain/errors.ts'
import { shown } from '../db/shape.ts'
import { memberships, users, workspaceRole, workspaces } from '../db/models/index.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, listOf, nothing, oneOf, pageOf, paging, read, words } from '../plugins/schemas.ts'
import { createWorkspace, removeMember, setMember } from '../services/workspaces.ts'

const WORKSPACE = Type.Object(read(workspaces))
const MEMBER = Type.Object({ ...read(memberships, 'user_id', 'role'), ...read(users, 'email', 'name') })

/** Workspaces and who may do what in them. */
export async function workspaceRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const one = exact({ workspaceId: id })
  const member = exact({ workspaceId: id, userId: id })

  add({
    method: 'POST',
    url: '/workspaces',
    summary: 'Make a workspace; who makes it becomes its admin',
    access: 'any user',
    body: exact({ name: words(200) }),
    answer: [201, WORKSPACE],
    run: async ({ session, actor, body, reply }) => {
      const workspace = await createWorkspace(session, actor.userId, body.name)
      void reply.header('location', `/api/workspaces/${workspace.id}`)
      return shown(workspace)
    },
  })
  add({
    method: 'GET',
    url: '/workspaces',
    summary: 'The workspaces that the user is a member of',
    access: 'any user',
    query: exact(paging),
    answer: [200, pageOf(WORKSPACE)],
    run: ({ session, actor, query }) =>
      keysetPage(session, session('workspaces').select('*').whereIn('id', actor.workspaces), query, ['name', 'id']),
  })
  add({
    method: 'GET',
    url: '/workspaces/:workspaceId',
    summary: 'One workspace',
    access: inPath('workspace', 'read'),
    params: one,
    answer: [200, WORKSPACE],
    run: async ({ session, params }) =>
      shown(found(await session('workspaces').where({ id: params.workspaceId }).first(), 'workspace')),
  })
  add({
    method: 'GET',
    url: '/workspaces/:workspaceId/members',
    summary: 'Its members',
    access: inPath('workspace', 'read'),
    params: one,
    answer: [200, listOf(MEMBER)],
    run: async ({ session, params }) => {
      const rows = await session('memberships as m')
        .join('users as u', 'u.id', 'm.user_id')
        .where('m.workspace_id', params.workspaceId)
        .orderBy('u.email')
        .select<object[]>('m.user_id', 'm.role', 'u.email', 'u.name')
      return { items: rows.map((row) => shown(row)) }
    },
  })
  add({
    method: 'PUT',
    url: '/workspaces/:workspaceId/members/:userId',
    summary: 'Make a user a member, or give a member another role',
    access: inPath('workspace', 'manage'),
    params: member,
    body: exact({ role: oneOf(workspaceRole) }),
    answer: [200, Type.Object({ userId: id, role: oneOf(workspaceRole) })],
    refuses: [409],
    run: async ({ session, actor, params, body }) => {
      await setMember(session, actor, params.userId, body.role)
      return { userId: params.userId, role: body.role }
    },
  })
  add({
    method: 'DELETE',
    url: '/workspaces/:workspaceId/members/:userId',
    summary: 'Take a member out',
    access: inPath('workspace', 'manage'),
    params: member,
    answer: [204, nothing],
    refuses: [409],
    run: ({ session, actor, params }) => removeMember(session, actor, params.userId),
  })
}
