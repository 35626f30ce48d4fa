import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { anchorMatches, changeEvents, matchMethod, tasks, taskStatus, taskType } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, oneOf, pageOf, paging, read } from '../plugins/schemas.ts'
import { recordChange } from '../services/changes.ts'
import { claimTask, setTaskStatus } from '../services/tasks.ts'

const CHANGE = Type.Object(read(changeEvents))
const MATCH = Type.Object({
  ...read(anchorMatches, 'from_anchor_id', 'to_anchor_id', 'method', 'score'),
  fromBody: Type.String(),
  toBody: Type.String(),
})
const TASK = Type.Object(read(tasks))

/** What became of a text from one version to the next, and what people are asked to do about it. */
export async function changeRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const study = exact({ studyId: id })

  add({
    method: 'POST',
    url: '/versions/:versionId/changes/:otherId',
    summary: 'Record what became of its text in another version of the document, with a task for each fact it touches',
    access: inPath('version', 'write'),
    params: exact({ versionId: id, otherId: id }),
    answer: [201, CHANGE],
    refuses: [409],
    run: async ({ session, actor, params }) =>
      shown(await recordChange(session, actor, params.versionId, params.otherId)),
  })
  add({
    method: 'GET',
    url: '/documents/:documentId/changes',
    summary: 'The recorded changes of a document, the latest first',
    access: inPath('document', 'read'),
    params: exact({ documentId: id }),
    query: exact(paging),
    answer: [200, pageOf(CHANGE)],
    run: ({ session, params, query }) =>
      keysetPage(session, session('change_events').select('*').where('document_id', params.documentId), query, [
        '-created_at',
        'id',
      ]),
  })
  add({
    method: 'GET',
    url: '/changes/:changeId/matches',
    summary: 'Which anchor became which, with both texts',
    access: inPath('change', 'read'),
    params: exact({ changeId: id }),
    query: exact({ ...paging, method: Type.Optional(oneOf(matchMethod)) }),
    answer: [200, pageOf(MATCH)],
    run: ({ session, params, query }) => {
      const matches = session('anchor_matches as m')
        .join('anchors as f', 'f.id', 'm.from_anchor_id')
        .join('anchors as t', 't.id', 'm.to_anchor_id')
        .where('m.change_event_id', params.changeId)
        .select('m.*', 'f.body as from_body', 't.body as to_body')
      if (query.method) void matches.where('m.method', query.method)
      return keysetPage(session, matches, query, ['m.from_anchor_id', 'm.to_anchor_id'])
    },
  })
  add({
    method: 'GET',
    url: '/studies/:studyId/tasks',
    summary: 'The tasks of a study, the latest first',
    access: inPath('study', 'read'),
    params: study,
    query: exact({ ...paging, status: Type.Optional(oneOf(taskStatus)), type: Type.Optional(oneOf(taskType)) }),
    answer: [200, pageOf(TASK)],
    run: ({ session, params, query }) => {
      const tasks = session('tasks').select('*').where('study_id', params.studyId)
      if (query.status) void tasks.where('status', query.status)
      if (query.type) void tasks.where('type', query.type)
      return keysetPage(session, tasks, query, ['-created_at', 'id'])
    },
  })
  add({
    method: 'POST',
    url: '/studies/:studyId/tasks/claim',
    summary: 'Take the oldest open task; 404 when there is none',
    access: inPath('study', 'operate'),
    params: study,
    query: exact({ type: Type.Optional(oneOf(taskType)) }),
    answer: [200, TASK],
    run: async ({ session, actor, params, query }) =>
      shown(await claimTask(session, actor, params.studyId, query.type)),
  })
  add({
    method: 'PATCH',
    url: '/tasks/:taskId',
    summary: 'Move a task along its statuses',
    access: inPath('task', 'operate'),
    params: exact({ taskId: id }),
    body: exact({ status: oneOf(taskStatus) }),
    answer: [200, TASK],
    refuses: [409],
    run: async ({ session, actor, params, body }) =>
      shown(await setTaskStatus(session, actor, params.taskId, body.status)),
  })
}
