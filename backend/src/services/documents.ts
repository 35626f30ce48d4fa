import { createHash } from 'node:crypto'
import type { Document, DocumentVersion, NewVersion } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { checkTransition, found } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

/** Adds a document to a study. */
export async function createDocument(
  session: Session,
  actor: Acting,
  studyId: string,
  values: { readonly docType: Document['doc_type']; readonly title: string },
): Promise<Document> {
  const [row] = await session('documents')
    .insert({ workspace_id: actor.workspaceId, study_id: studyId, doc_type: values.docType, title: values.title })
    .returning('*')
  const document = found(row, 'document')
  await record(session, actor, 'document.created', document.id, { title: document.title })
  return document
}

/** Changes the title, or moves the document along its life. */
export async function updateDocument(
  session: Session,
  actor: Acting,
  id: string,
  changes: { readonly title?: string; readonly lifecycle?: Document['lifecycle'] },
): Promise<Document> {
  const before = found(await session('documents').where({ id }).forUpdate().first(), 'document')
  if (changes.lifecycle) checkTransition(LIFE, before.lifecycle, changes.lifecycle, 'document')
  const [document] = await session('documents').where({ id }).update(changes).returning('*')
  const { title, lifecycle } = before
  await record(session, actor, 'document.updated', id, { before: { title, lifecycle } })
  return found(document, 'document')
}

const LIFE = {
  draft: ['in_review'],
  in_review: ['draft', 'approved'],
  approved: ['superseded'],
  superseded: [],
} as const satisfies Readonly<Record<Document['lifecycle'], readonly Document['lifecycle'][]>>

/** Adds a version with its text, which never changes afterwards. */
export async function createVersion(
  session: Session,
  actor: Acting,
  documentId: string,
  values: {
    readonly label: string
    readonly language?: DocumentVersion['language']
    readonly effectiveOn?: string
    readonly format: NonNullable<NewVersion['format']>
    readonly content: string
  },
): Promise<DocumentVersion> {
  const [row] = await session('document_versions')
    .insert({
      document_id: documentId,
      label: values.label,
      language: values.language ?? 'unknown',
      source_sha256: createHash('sha256').update(values.content).digest('hex'),
      created_by: actor.userId,
      ...(values.effectiveOn !== undefined && { effective_on: values.effectiveOn }),
    })
    .returning('*')
  const version = found(row, 'version')
  await session('version_contents').insert({ version_id: version.id, format: values.format, body: values.content })
  await record(session, actor, 'version.created', version.id, { label: version.label, sha256: version.source_sha256 })
  return version
}
