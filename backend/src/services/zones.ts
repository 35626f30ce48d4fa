import type { Chunk, Crosswalk, Document } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { found } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

/** How much one zone says about another. */
export interface Crossing {
  readonly fromDocType: Document['doc_type']
  readonly fromZone: Chunk['zone']
  readonly toDocType: Document['doc_type']
  readonly toZone: Chunk['zone']
  readonly weight: number | bigint | string
  readonly isActive?: boolean
  readonly notes?: string
}

/** Sets the weight from one zone to another. Both become zones of their kinds of document. */
export async function setCrossing(session: Session, actor: Acting, given: Crossing): Promise<Crosswalk> {
  const { workspaceId: workspace_id } = actor
  await session('document_zones')
    .insert([
      { workspace_id, doc_type: given.fromDocType, zone: given.fromZone },
      { workspace_id, doc_type: given.toDocType, zone: given.toZone },
    ])
    .onConflict(['workspace_id', 'doc_type', 'zone'])
    .ignore()
  const [row] = await session('zone_crosswalk')
    .insert({
      workspace_id,
      from_doc_type: given.fromDocType,
      from_zone: given.fromZone,
      to_doc_type: given.toDocType,
      to_zone: given.toZone,
      weight: String(given.weight),
      is_active: given.isActive ?? true,
      notes: given.notes ?? null,
    })
    .onConflict(['workspace_id', 'from_doc_type', 'from_zone', 'to_doc_type', 'to_zone'])
    .merge(['weight', 'is_active', 'notes'])
    .returning('*')
  await record(session, actor, 'crosswalk.set', workspace_id, { ...given })
  return found(row, 'crossing')
}
