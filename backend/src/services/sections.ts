import type { SectionContract, SectionMap, sourceZone } from '../db/models/index.ts'
import type { Session } from '../db/session.ts'
import { found, Refusal } from '../domain/errors.ts'
import { record, type Acting } from './audit-log.ts'

/** What a contract asks of a section of a kind of document. */
export interface NewContract {
  readonly docType: SectionContract['doc_type']
  readonly section: string
  readonly viewKey?: string
  readonly title: string
  readonly citationPolicy?: SectionContract['citation_policy']
  readonly zones?: readonly (typeof sourceZone)['labels'][number][]
  readonly spec?: Readonly<Record<string, unknown>>
}

/** Adds the next version of a contract. It counts from when it is activated. */
export async function createContract(session: Session, actor: Acting, given: NewContract): Promise<SectionContract> {
  const subject = {
    workspace_id: actor.workspaceId,
    doc_type: given.docType,
    section: given.section,
    view_key: given.viewKey ?? null,
  }
  const last = await session('section_contracts').where(subject).max<{ max: number | null }>('version').first()
  const [row] = await session('section_contracts')
    .insert({
      ...subject,
      title: given.title,
      version: (last?.max ?? 0) + 1,
      is_active: false,
      ...(given.citationPolicy && { citation_policy: given.citationPolicy }),
      ...(given.zones && { zones: [...given.zones] }),
      ...(given.spec && { spec: given.spec }),
    })
    .returning('*')
  const contract = found(row, 'contract')
  await record(session, actor, 'contract.created', contract.id, {
    section: contract.section,
    version: contract.version,
  })
  return contract
}

/** Makes it the one contract of its section and view that counts. */
export async function activateContract(session: Session, actor: Acting, id: string): Promise<SectionContract> {
  const { workspace_id, doc_type, section, view_key } = found(
    await session('section_contracts').where({ id }).first(),
    'contract',
  )
  const subject = { workspace_id, doc_type, section, view_key }
  const before = await session('section_contracts')
    .where({ ...subject, is_active: true })
    .orderBy('id')
    .forUpdate()
    .pluck('id')
  await session('section_contracts').whereIn('id', before).whereNot({ id }).update({ is_active: false })
  const [contract] = await session('section_contracts').where({ id }).update({ is_active: true }).returning('*')
  await record(session, actor, 'contract.activated', id, { before: before[0] ?? null })
  return found(contract, 'contract')
}

/** Where the text of a section stands in a version. */
export interface Mapping {
  readonly viewKey?: string
  readonly anchorKeys: readonly string[]
  readonly chunkIds?: readonly string[]
  readonly status?: SectionMap['status']
  readonly confidence?: number
  readonly notes?: string
}

/**
 * Says where a section stands in a version, by the contract of that section that counts. What was said before is
 * replaced.
 */
export async function mapSection(
  session: Session,
  actor: Acting,
  versionId: string,
  section: string,
  given: Mapping,
): Promise<SectionMap & { readonly section: string }> {
  const document = found(
    await session('document_versions as v')
      .join('documents as d', 'd.id', 'v.document_id')
      .where('v.id', versionId)
      .first<{ doc_type: SectionContract['doc_type'] } | undefined>('d.doc_type'),
    'version',
  )
  const contract = found(
    await session('section_contracts')
      .where({
        workspace_id: actor.workspaceId,
        doc_type: document.doc_type,
        section,
        view_key: given.viewKey ?? null,
        is_active: true,
      })
      .select('id')
      .then(([row]) => row),
    'contract',
  )
  const anchor_keys = [...new Set(given.anchorKeys)]
  const chunk_ids = [...new Set(given.chunkIds)]
  await checkAll(session('anchors').where({ version_id: versionId }).whereIn('key', anchor_keys), 'anchor', anchor_keys)
  await checkAll(session('chunks').where({ version_id: versionId }).whereIn('id', chunk_ids), 'chunk', chunk_ids)
  const [row] = await session('section_maps')
    .insert({
      version_id: versionId,
      contract_id: contract.id,
      anchor_keys,
      chunk_ids,
      status: given.status ?? 'mapped',
      mapped_by: 'user',
      confidence: String(given.confidence ?? 1),
      notes: given.notes ?? null,
    })
    .onConflict(['version_id', 'contract_id'])
    .merge()
    .returning('*')
  const map = found(row, 'section map')
  await record(session, actor, 'section.mapped', map.id, { section, status: map.status })
  return { ...map, section }
}

/** The columns of a map hold keys, which no foreign key watches. */
async function checkAll(
  query: { count: () => PromiseLike<unknown> },
  what: string,
  wanted: readonly string[],
): Promise<void> {
  if (wanted.length === 0) return
  const [row] = (await query.count()) as readonly { readonly count?: string | number }[]
  if (Number(row?.count) !== wanted.length)
    throw new Refusal('invalid', 'reference-not-found', `The version has no such ${what}.`, { [what]: wanted })
}
