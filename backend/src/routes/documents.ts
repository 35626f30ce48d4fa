import type { FastifyInstance } from 'fastify'
import type { Knex } from 'knex'
import { Type } from 'typebox'
import { documentLifecycle, documents, documentType, documentVersions, versionContents } from '../db/models/index.ts'
import { shown } from '../db/shape.ts'
import { found } from '../domain/errors.ts'
import { inPath } from '../plugins/access.ts'
import { endpoints } from '../plugins/endpoint.ts'
import { keysetPage } from '../plugins/pages.ts'
import { exact, id, oneOf, pageOf, paging, read, some, words, written } from '../plugins/schemas.ts'
import { createDocument, createVersion, updateDocument } from '../services/documents.ts'

const lifecycle = oneOf(documentLifecycle)
const docType = oneOf(documentType)
const title = words(1000)
const DOCUMENT = Type.Object(read(documents))
const VERSION = Type.Object(
  read(
    documentVersions,
    'id',
    'document_id',
    'label',
    'language',
    'source_sha256',
    'effective_on',
    'created_by',
    'last_run_id',
    'created_at',
  ),
)

/** The longest text of one version, in characters. */
const LONGEST = 1_000_000

/** Documents of a study, and the versions of a document. */
export async function documentRoutes(app: FastifyInstance, { database }: { readonly database: Knex }): Promise<void> {
  const add = endpoints(app, database)
  const study = exact({ studyId: id })
  const document = exact({ documentId: id })

  add({
    method: 'POST',
    url: '/studies/:studyId/documents',
    summary: 'Add a document to a study',
    access: inPath('study', 'write'),
    params: study,
    body: exact({ ...written(documents, 'doc_type'), title }),
    answer: [201, DOCUMENT],
    run: async ({ session, actor, params, body }) => shown(await createDocument(session, actor, params.studyId, body)),
  })
  add({
    method: 'GET',
    url: '/studies/:studyId/documents',
    summary: 'The documents of a study, by title',
    access: inPath('study', 'read'),
    params: study,
    query: exact({ ...paging, docType: Type.Optional(docType) }),
    answer: [200, pageOf(DOCUMENT)],
    run: ({ session, params, query }) => {
      const documents = session('documents').select('*').where('study_id', params.studyId)
      if (query.docType) void documents.where('doc_type', query.docType)
      return keysetPage(session, documents, query, ['title', 'id'])
    },
  })
  add({
    method: 'GET',
    url: '/documents/:documentId',
    summary: 'One document',
    access: inPath('document', 'read'),
    params: document,
    answer: [200, DOCUMENT],
    run: async ({ session, params }) =>
      shown(found(await session('documents').where({ id: params.documentId }).first(), 'document')),
  })
  add({
    method: 'PATCH',
    url: '/documents/:documentId',
    summary: 'Change its title, or move it along its life',
    access: inPath('document', 'write'),
    params: document,
    body: some({ title, lifecycle }),
    answer: [200, DOCUMENT],
    refuses: [409],
    run: async ({ session, actor, params, body }) =>
      shown(await updateDocument(session, actor, params.documentId, body)),
  })
  add({
    method: 'POST',
    url: '/documents/:documentId/versions',
    summary: 'Add a version with its text',
    access: inPath('document', 'write'),
    params: document,
    body: exact({
      ...written(documentVersions, 'language'),
      label: words(64),
      effectiveOn: Type.Optional(Type.String({ format: 'date' })),
      ...written(versionContents, 'format'),
      content: words(LONGEST),
    }),
    answer: [201, VERSION],
    refuses: [409],
    run: async ({ session, actor, params, body }) =>
      shown(await createVersion(session, actor, params.documentId, body)),
  })
  add({
    method: 'GET',
    url: '/documents/:documentId/versions',
    summary: 'Its versions, by label',
    access: inPath('document', 'read'),
    params: document,
    query: exact(paging),
    answer: [200, pageOf(VERSION)],
    run: ({ session, params, query }) =>
      keysetPage(session, session('document_versions').select('*').where('document_id', params.documentId), query, [
        'label',
        'id',
      ]),
  })
  add({
    method: 'GET',
    url: '/versions/:versionId',
    summary: 'One version',
    access: inPath('version', 'read'),
    params: exact({ versionId: id }),
    answer: [200, VERSION],
    run: async ({ session, params }) =>
      shown(found(await session('document_versions').where({ id: params.versionId }).first(), 'version')),
  })
}
