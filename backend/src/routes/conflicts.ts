import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { conflicts, conflictSeverity, conflictStatus } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, json, listOf, oneOf, orNull, pageOf, paging, read, some, words } from '../plugins/schemas.ts'
import { findConflicts, updateConflict } from '../services/conflicts.ts'

const CONFLICT = Type.Object(read(conflicts))
const SIDE = Type.Object({
  factId: id,
  versionId: orNull(Type.String()),
  versionLabel: orNull(Type.String()),
  documentTitle: orNull(Type.String()),
  value: json,
  unit: orNull(Type.String()),
})

/** Facts that contradict each other. */
export async function conflictRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const study = exact({ studyId: id })
  const conflict = exact({ conflictId: id })

  add({
    method: 'POST',
    url: '/studies/:studyId/conflicts',
    summary: 'Look for facts that contradict each other; may run again',
    access: inPath('study', 'review'),
    params: study,
    answer: [202, Type.Object({ found: Type.Integer(), new: Type.Integer() })],
    run: ({ session, actor, params }) => findConflicts(session, actor, params.studyId),
  })
  add({
    method: 'GET',
    url: '/studies/:studyId/conflicts',
    summary: 'The conflicts of a study, the latest first',
    access: inPath('study', 'read'),
    params: study,
    query: exact({ ...paging, status: Type.Optional(oneOf(conflictStatus)) }),
    answer: [200, pageOf(CONFLICT)],
    run: ({ session, params, query }) => {
      const conflicts = session('conflicts').select('*').where('study_id', params.studyId)
      if (query.status) void conflicts.where('status', query.status)
      return keysetPage(session, conflicts, query, ['-created_at', 'id'])
    },
  })
  add({
    method: 'GET',
    url: '/conflicts/:conflictId/sides',
    summary: 'The facts that it is about, with the versions they are from',
    access: inPath('conflict', 'read'),
    params: conflict,
    answer: [200, listOf(SIDE)],
    run: async ({ session, params }) => {
      const { rows } = await session.raw<{ rows: object[] }>(
        `SELECT f.id AS fact_id, f.version_id, v.label AS version_label, d.title AS document_title, f.value, f.unit
         FROM facts f LEFT JOIN document_versions v ON v.id = f.version_id LEFT JOIN documents d ON d.id = v.document_id
         WHERE f.id IN (SELECT unnest(ARRAY[left_fact_id, right_fact_id]) FROM conflict_items WHERE conflict_id = ?)
         ORDER BY f.created_at, f.id`,
        [params.conflictId],
      )
      return { items: rows.map((row) => shown(row)) }
    },
  })
  add({
    method: 'PATCH',
    url: '/conflicts/:conflictId',
    summary: 'Give it an owner or another severity, or settle it with a reason',
    access: inPath('conflict', 'review'),
    params: conflict,
    body: some({ status: oneOf(conflictStatus), severity: oneOf(conflictSeverity), because: words(1000), ownerId: id }),
    answer: [200, CONFLICT],
    refuses: [409],
    run: async ({ session, actor, params, body }) =>
      shown(await updateConflict(session, actor, params.conflictId, body)),
  })
}
