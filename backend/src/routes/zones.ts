import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { documentType, sourceZone, zoneCrosswalk } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, oneOf, pageOf, paging, read, words, written } from '../plugins/schemas.ts'
import { setCrossing } from '../services/zones.ts'

const docType = oneOf(documentType)
const zone = oneOf(sourceZone)
const CROSSING = Type.Object(
  read(zoneCrosswalk, 'from_doc_type', 'from_zone', 'to_doc_type', 'to_zone', 'weight', 'is_active', 'notes'),
)

/** How much a zone of one kind of document says about a zone of another. */
export async function zoneRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)

  add({
    method: 'GET',
    url: '/zone-crosswalk',
    summary: 'The zones of a workspace that say something about each other',
    access: { may: 'read', of: 'workspace', from: 'query', key: 'workspaceId' },
    query: exact({ ...paging, workspaceId: id, fromDocType: Type.Optional(docType), fromZone: Type.Optional(zone) }),
    answer: [200, pageOf(CROSSING)],
    run: ({ session, query }) => {
      const crossings = session('zone_crosswalk').select('*').where('workspace_id', query.workspaceId)
      if (query.fromDocType) void crossings.where('from_doc_type', query.fromDocType)
      if (query.fromZone) void crossings.where('from_zone', query.fromZone)
      return keysetPage(session, crossings, query, ['from_doc_type', 'from_zone', 'to_doc_type', 'to_zone'])
    },
  })
  add({
    method: 'PUT',
    url: '/zone-crosswalk',
    summary: 'Set the weight from one zone to another',
    access: { may: 'review', of: 'workspace', from: 'body', key: 'workspaceId' },
    body: exact({
      ...written(
        zoneCrosswalk,
        'workspace_id',
        'from_doc_type',
        'from_zone',
        'to_doc_type',
        'to_zone',
        'weight',
        'is_active',
      ),
      notes: Type.Optional(words(1000)),
    }),
    answer: [200, CROSSING],
    run: async ({ session, actor, body: { workspaceId: _workspace, ...crossing } }) =>
      shown(await setCrossing(session, actor, crossing)),
  })
}
