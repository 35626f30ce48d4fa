import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { documentType, type SectionContract, sectionContracts, sectionMaps, sourceZone } from '../db/models/index.ts'
import { labelsOf, shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, json, oneOf, pageOf, paging, read, words, written } from '../plugins/schemas.ts'
import { activateContract, createContract, mapSection } from '../services/sections.ts'

const docType = oneOf(documentType)
const section = words(200)
const zones = Type.Array(oneOf(sourceZone), { maxItems: 20 })
const share = Type.Number({ minimum: 0, maximum: 1 })
const CONTRACT = Type.Object({ ...read(sectionContracts), zones })
const shownContract = (row: SectionContract) => ({ ...shown(row), zones: labelsOf(row.zones) })
const MAP = Type.Object({
  ...read(
    sectionMaps,
    'id',
    'version_id',
    'contract_id',
    'anchor_keys',
    'chunk_ids',
    'status',
    'mapped_by',
    'confidence',
    'notes',
    'updated_at',
  ),
  section: Type.String(),
})

/** What is asked of the sections of a kind of document, and where they stand in a version. */
export async function sectionRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)

  add({
    method: 'POST',
    url: '/contracts',
    summary: 'Add the next version of a section contract, which counts from when it is activated',
    access: { may: 'review', of: 'workspace', from: 'body', key: 'workspaceId' },
    body: exact({
      ...written(sectionContracts, 'workspace_id', 'doc_type', 'citation_policy'),
      section,
      viewKey: Type.Optional(words(200)),
      title: words(1000),
      zones: Type.Optional(zones),
      spec: Type.Optional(json),
    }),
    answer: [201, CONTRACT],
    refuses: [409],
    run: async ({ session, actor, body }) => shownContract(await createContract(session, actor, body)),
  })
  add({
    method: 'GET',
    url: '/contracts',
    summary: 'The section contracts of a workspace, by section and version',
    access: { may: 'read', of: 'workspace', from: 'query', key: 'workspaceId' },
    query: exact({
      ...paging,
      workspaceId: id,
      docType: Type.Optional(docType),
      active: Type.Optional(Type.Boolean()),
    }),
    answer: [200, pageOf(CONTRACT)],
    run: async ({ session, query }) => {
      const contracts = session('section_contracts').select('*').where('workspace_id', query.workspaceId)
      if (query.docType) void contracts.where('doc_type', query.docType)
      if (query.active !== undefined) void contracts.where('is_active', query.active)
      const { items, next } = await keysetPage<SectionContract>(session, contracts, query, ['section', 'version', 'id'])
      return { items: items.map((item) => ({ ...item, zones: labelsOf(item.zones) })), next }
    },
  })
  add({
    method: 'POST',
    url: '/contracts/:contractId/activate',
    summary: 'Make it the contract of its section and view that counts',
    access: inPath('contract', 'review'),
    params: exact({ contractId: id }),
    answer: [200, CONTRACT],
    refuses: [409],
    run: async ({ session, actor, params }) => shownContract(await activateContract(session, actor, params.contractId)),
  })
  add({
    method: 'GET',
    url: '/versions/:versionId/section-maps',
    summary: 'Where the sections stand in a version',
    access: inPath('version', 'read'),
    params: exact({ versionId: id }),
    query: exact(paging),
    answer: [200, pageOf(MAP)],
    run: ({ session, params, query }) =>
      keysetPage(
        session,
        session('section_maps as m')
          .join('section_contracts as c', 'c.id', 'm.contract_id')
          .where('m.version_id', params.versionId)
          .select('m.*', 'c.section'),
        query,
        ['c.section', 'm.id'],
      ),
  })
  add({
    method: 'PUT',
    url: '/versions/:versionId/section-maps/:section',
    summary: 'Say where a section stands in a version, by its active contract',
    access: inPath('version', 'write'),
    params: exact({ versionId: id, section }),
    body: exact({
      viewKey: Type.Optional(words(200)),
      anchorKeys: Type.Array(words(200), { maxItems: 1000 }),
      chunkIds: Type.Optional(Type.Array(id, { maxItems: 1000 })),
      ...written(sectionMaps, 'status'),
      confidence: Type.Optional(share),
      notes: Type.Optional(words(4000)),
    }),
    answer: [200, MAP],
    run: async ({ session, actor, params, body }) =>
      shown(await mapSection(session, actor, params.versionId, params.section, body)),
  })
}
