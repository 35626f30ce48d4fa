import type { FastifyInstance, RouteHandlerMethod } from 'fastify'
import { z } from 'zod'
import { type Study, studyStatus } from '../db/models/index.ts'
import { read, words } from '../plugins/input.ts'
import { after, page, paging } from '../plugins/pages.ts'
import type { Handler } from '../plugins/sessions.ts'
import { createStudy, deleteStudy, listStudies, readStudy, updateStudy } from '../services/studies.ts'

/** `/api/studies`: create, list by pages, read, update, delete. */
export function studyRoutes(app: FastifyInstance, inSession: (handler: Handler) => RouteHandlerMethod): void {
  app.post(
    '/api/studies',
    inSession(async (session, { body }, reply) => {
      const { workspaceId, ...rest } = read(NEW, body)
      const study = await createStudy(session, { workspace_id: workspaceId, ...rest })
      void reply.code(201).header('location', `/api/studies/${study.id}`)
      return shown(study)
    }),
  )

  app.get(
    '/api/studies',
    inSession(async (session, { query }) => {
      const { after: cursor, ...wanted } = read(LIST, query)
      const found = await listStudies(session, {
        ...wanted,
        after: cursor === undefined ? undefined : after(cursor, KEY),
      })
      const { items, next } = page(found, wanted.limit, (study) => [study.code, study.id])
      return { items: items.map(shown), next }
    }),
  )

  app.get(
    '/api/studies/:id',
    inSession(async (session, { params }) => shown(await readStudy(session, read(ONE, params).id))),
  )

  app.patch(
    '/api/studies/:id',
    inSession(async (session, { params, body }) =>
      shown(await updateStudy(session, read(ONE, params).id, read(CHANGES, body))),
    ),
  )

  app.delete(
    '/api/studies/:id',
    inSession(async (session, { params }, reply) => {
      await deleteStudy(session, read(ONE, params).id)
      void reply.code(204)
    }),
  )
}

const code = words(64)
const title = words(1000)
const status = z.enum(studyStatus.labels)
const ONE = z.object({ id: z.guid() })
const KEY = z.tuple([z.string(), z.guid()])
const NEW = z.strictObject({ workspaceId: z.guid(), code, title, status: status.default('active') })
const CHANGES = z
  .strictObject({ code, title, status })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'nothing to change')
const LIST = z.strictObject({
  ...paging,
  workspaceId: z.guid().optional(),
  status: status.optional(),
  q: words(200).optional(),
})

function shown({
  id,
  workspace_id: workspaceId,
  code,
  title,
  status,
  created_at: createdAt,
  updated_at: updatedAt,
}: Study) {
  return { id, workspaceId, code, title, status, createdAt, updatedAt }
}
