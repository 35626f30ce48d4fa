import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { studies, studyStatus } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, nothing, oneOf, pageOf, paging, read, some, words, written } from '../plugins/schemas.ts'
import { createStudy, deleteStudy, readStudy, studiesOf, updateStudy } from '../services/studies.ts'

const status = oneOf(studyStatus)
const code = words(64)
const title = words(1000)
const STUDY = Type.Object(read(studies))

/** `/studies`: create, list by pages, read, update, delete. */
export async function studyRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const one = exact({ studyId: id })

  add({
    method: 'POST',
    url: '/studies',
    summary: 'Make a study',
    access: { may: 'write', of: 'workspace', from: 'body', key: 'workspaceId' },
    body: exact({ ...written(studies, 'workspace_id', 'status'), code, title }),
    answer: [201, STUDY],
    refuses: [409],
    run: async ({ session, actor, body, reply }) => {
      const study = await createStudy(session, actor, body)
      void reply.header('location', `/api/studies/${study.id}`)
      return shown(study)
    },
  })
  add({
    method: 'GET',
    url: '/studies',
    summary: 'The studies of a workspace, by code',
    access: { may: 'read', of: 'workspace', from: 'query', key: 'workspaceId' },
    query: exact({
      ...paging,
      workspaceId: id,
      status: Type.Optional(status),
      q: Type.Optional(words(200)),
    }),
    answer: [200, pageOf(STUDY)],
    run: ({ session, query }) => keysetPage(session, studiesOf(session, query), query, ['code', 'id']),
  })
  add({
    method: 'GET',
    url: '/studies/:studyId',
    summary: 'One study',
    access: inPath('study', 'read'),
    params: one,
    answer: [200, STUDY],
    run: async ({ session, params }) => shown(await readStudy(session, params.studyId)),
  })
  add({
    method: 'PATCH',
    url: '/studies/:studyId',
    summary: 'Change a study',
    access: inPath('study', 'write'),
    params: one,
    body: some({ code, title, status }),
    answer: [200, STUDY],
    refuses: [409],
    run: async ({ session, actor, params, body }) => shown(await updateStudy(session, actor, params.studyId, body)),
  })
  add({
    method: 'DELETE',
    url: '/studies/:studyId',
    summary: 'Delete a study with its documents and facts',
    access: inPath('study', 'manage'),
    params: one,
    answer: [204, nothing],
    run: ({ session, actor, params }) => deleteStudy(session, actor, params.studyId),
  })
}
