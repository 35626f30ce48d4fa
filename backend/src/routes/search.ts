import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { documentLanguage, documentType, sourceZone } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { exact, id, listOf, oneOf, orNull, words } from '../plugins/schemas.ts'
import { search } from '../services/search.ts'

const HIT = Type.Object({
  id,
  versionId: id,
  documentId: id,
  studyId: id,
  docType: oneOf(documentType),
  sectionPath: Type.String(),
  zone: oneOf(sourceZone),
  body: Type.String(),
  anchorKeys: Type.Array(Type.String()),
  distance: orNull(Type.Number()),
  score: Type.Number(),
})

/** Search over everything that was read in a workspace. */
export async function searchRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  endpoints(
    app,
    database,
  )({
    method: 'POST',
    url: '/search',
    summary: 'Search by meaning, by words, or by both',
    access: { may: 'read', of: 'workspace', from: 'body', key: 'workspaceId' },
    readOnly: true,
    body: exact({
      workspaceId: id,
      query: words(1000),
      mode: Type.Optional(oneOf({ labels: ['vector', 'text', 'hybrid'] })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      studyId: Type.Optional(id),
      docTypes: Type.Optional(Type.Array(oneOf(documentType), { maxItems: 20 })),
      zones: Type.Optional(Type.Array(oneOf(sourceZone), { maxItems: 20 })),
      language: Type.Optional(oneOf(documentLanguage)),
      from: Type.Optional(exact({ docType: oneOf(documentType), zone: oneOf(sourceZone) })),
    }),
    answer: [200, listOf(HIT)],
    run: async ({ session, body: { mode = 'hybrid', limit = 20, ...rest } }) => ({
      items: (await search(session, { ...rest, mode, limit })).map((hit) => shown(hit)),
    }),
  })
}
