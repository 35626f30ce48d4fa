import type { Anchor } from '../db/models/index.ts'
import { shown, type Shown } from '../db/shape.ts'
import type { Session } from '../db/session.ts'
import { found, Refusal } from '../domain/errors.ts'

type Piece = Pick<Anchor, 'id' | 'key' | 'body' | 'section_path'>

/**
 * The anchors of one version that another has not, and the other way round. Anchors with the same key have the same
 * text.
 */
export async function diffOf(
  session: Session,
  workspaceId: string,
  versionId: string,
  otherId: string,
): Promise<{ kept: number; dropped: Shown<Piece>[]; added: Shown<Piece>[] }> {
  const { before, after } = await piecesOf(session, workspaceId, versionId, otherId)
  const old = new Set(before.map(({ key }) => key))
  const now = new Set(after.map(({ key }) => key))
  return {
    kept: before.filter(({ key }) => now.has(key)).length,
    dropped: before.filter(({ key }) => !now.has(key)).map((piece) => shown(piece)),
    added: after.filter(({ key }) => !old.has(key)).map((piece) => shown(piece)),
  }
}

/** The anchors of two versions, which must be of one document. */
export async function piecesOf(
  session: Session,
  workspaceId: string,
  versionId: string,
  otherId: string,
): Promise<{ documentId: string; before: readonly Piece[]; after: readonly Piece[] }> {
  const documentOf = async (id: string) =>
    found(
      await session('document_versions as v')
        .join('documents as d', 'd.id', 'v.document_id')
        .where({ 'v.id': id, 'd.workspace_id': workspaceId })
        .first<{ document_id: string } | undefined>('v.document_id'),
      'version',
    ).document_id
  const documentId = await documentOf(versionId)
  if (documentId !== (await documentOf(otherId)))
    throw new Refusal('conflict', 'other-document', 'The two versions are of different documents.')
  const anchorsOf = async (id: string): Promise<readonly Piece[]> =>
    await session('anchors').where({ version_id: id }).orderBy('ordinal').select('id', 'key', 'body', 'section_path')
  return { documentId, before: await anchorsOf(versionId), after: await anchorsOf(otherId) }
}
