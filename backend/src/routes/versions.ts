import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { anchorKind, anchors, ingestionRuns, sourceZone } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, oneOf, pageOf, paging, plain, read } from '../plugins/schemas.ts'
import { diffOf } from '../services/diff.ts'
import { requestRun } from '../services/ingestion.ts'

const RUN = Type.Object(
  read(ingestionRuns, 'id', 'version_id', 'status', 'started_at', 'finished_at', 'attempts', 'summary', 'errors'),
)
const ANCHOR = Type.Object(
  read(anchors, 'id', 'version_id', 'key', 'kind', 'zone', 'language', 'ordinal', 'section_path', 'body'),
)
const PIECE = Type.Object(read(anchors, 'id', 'key', 'body', 'section_path'))

/** What is made of the text of a version. */
export async function versionRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const version = exact({ versionId: id })

  add({
    method: 'POST',
    url: '/versions/:versionId/ingest',
    summary: 'Read its text into anchors and chunks; a worker does it',
    access: inPath('version', 'write'),
    params: version,
    answer: [202, RUN],
    refuses: [409],
    run: async ({ session, actor, params }) => shown(await requestRun(session, actor, params.versionId)),
  })
  add({
    method: 'GET',
    url: '/versions/:versionId/runs',
    summary: 'How often it was read, and what came of it, the latest first',
    access: inPath('version', 'read'),
    params: version,
    query: exact(paging),
    answer: [200, pageOf(RUN)],
    run: ({ session, params, query }) =>
      keysetPage(session, session('ingestion_runs').select('*').where('version_id', params.versionId), query, [
        '-started_at',
        'id',
      ]),
  })
  add({
    method: 'GET',
    url: '/versions/:versionId/anchors',
    summary: 'Its anchors, in the order of the text',
    access: inPath('version', 'read'),
    params: version,
    query: exact({
      ...paging,
      kind: Type.Optional(oneOf(anchorKind)),
      zone: Type.Optional(oneOf(sourceZone)),
      section: Type.Optional(plain(1000)),
    }),
    answer: [200, pageOf(ANCHOR)],
    run: ({ session, params, query }) => {
      const anchors = session('anchors').select('*').where('version_id', params.versionId)
      if (query.kind) void anchors.where('kind', query.kind)
      if (query.zone) void anchors.where('zone', query.zone)
      if (query.section !== undefined) void anchors.whereRaw('starts_with(section_path, ?)', [query.section])
      return keysetPage(session, anchors, query, ['ordinal', 'id'])
    },
  })
  add({
    method: 'GET',
    url: '/versions/:versionId/diff/:otherId',
    summary: 'What another version of the same document adds, drops and keeps',
    access: inPath('version', 'read'),
    params: exact({ versionId: id, otherId: id }),
    answer: [200, Type.Object({ kept: Type.Integer(), dropped: Type.Array(PIECE), added: Type.Array(PIECE) })],
    refuses: [409],
    run: ({ session, actor, params }) => diffOf(session, actor.workspaceId, params.versionId, params.otherId),
  })
}
