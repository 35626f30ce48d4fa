import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { anchors, factEvidence, facts, factScope, factStatus } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, json, listOf, oneOf, pageOf, paging, read, words, written } from '../plugins/schemas.ts'
import { createFact, setFactStatus } from '../services/facts.ts'

const share = Type.Number({ minimum: 0, maximum: 1 })
const FACT = Type.Object(read(facts))
const EVIDENCE = Type.Object({
  ...read(factEvidence, 'anchor_id', 'role'),
  ...read(anchors, 'version_id', 'section_path', 'body'),
})

/** Facts of a study, each with its evidence. */
export async function factRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const study = exact({ studyId: id })
  const fact = exact({ factId: id })

  add({
    method: 'POST',
    url: '/studies/:studyId/facts',
    summary: 'Add a fact with its evidence',
    access: inPath('study', 'write'),
    params: study,
    body: exact({
      type: words(200),
      key: words(200),
      ...written(facts, 'scope'),
      scopeRef: Type.Optional(words(200)),
      versionId: Type.Optional(id),
      value: json,
      unit: Type.Optional(words(64)),
      ...written(facts, 'confidence'),
      evidence: Type.Array(exact(written(factEvidence, 'anchor_id', 'role')), { maxItems: 100 }),
    }),
    answer: [201, FACT],
    refuses: [409],
    run: async ({ session, actor, params, body }) => shown(await createFact(session, actor, params.studyId, body)),
  })
  add({
    method: 'GET',
    url: '/studies/:studyId/facts',
    summary: 'The facts of a study, by type and key',
    access: inPath('study', 'read'),
    params: study,
    query: exact({
      ...paging,
      type: Type.Optional(words(200)),
      key: Type.Optional(words(200)),
      scope: Type.Optional(oneOf(factScope)),
      minConfidence: Type.Optional(share),
      min: Type.Optional(Type.Number()),
      max: Type.Optional(Type.Number()),
    }),
    answer: [200, pageOf(FACT)],
    run: ({ session, params, query: { type, key, scope, minConfidence, min, max, ...page } }) => {
      const facts = session('facts').select('*').where('study_id', params.studyId)
      if (type !== undefined) void facts.where({ type })
      if (key !== undefined) void facts.where({ key })
      if (scope !== undefined) void facts.where({ scope })
      if (minConfidence !== undefined) void facts.whereRaw('confidence >= ?', [minConfidence])
      if (min !== undefined) void facts.whereRaw('numeric_value >= ?', [min])
      if (max !== undefined) void facts.whereRaw('numeric_value <= ?', [max])
      return keysetPage(session, facts, page, ['type', 'key', 'id'])
    },
  })
  add({
    method: 'PATCH',
    url: '/facts/:factId',
    summary: 'Move a fact along its statuses',
    access: inPath('fact', 'write'),
    params: fact,
    body: exact({ status: oneOf(factStatus) }),
    answer: [200, FACT],
    refuses: [409],
    run: async ({ session, actor, params, body }) =>
      shown(await setFactStatus(session, actor, params.factId, body.status)),
  })
  add({
    method: 'GET',
    url: '/facts/:factId/evidence',
    summary: 'The anchors that show it',
    access: inPath('fact', 'read'),
    params: fact,
    answer: [200, listOf(EVIDENCE)],
    run: async ({ session, params }) => {
      const rows = await session('fact_evidence as e')
        .join('anchors as a', 'a.id', 'e.anchor_id')
        .where('e.fact_id', params.factId)
        .orderBy(['e.role', 'a.ordinal'])
        .select<object[]>('e.anchor_id', 'e.role', 'a.version_id', 'a.section_path', 'a.body')
      return { items: rows.map((row) => shown(row)) }
    },
  })
}
