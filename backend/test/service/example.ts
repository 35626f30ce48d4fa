import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { embed, vectorText } from '../../src/services/embedding.ts'
import { tokenFor } from './support.ts'

/**
 * One row of everything in one workspace, put in by the owner. The keys are the names that routes give their
 * parameters.
 */
export async function example(database: Knex): Promise<Readonly<Record<string, string>>> {
  const id = () => randomUUID()
  const ids = {
    workspaceId: id(),
    studyId: id(),
    documentId: id(),
    versionId: id(),
    otherId: id(),
    contractId: id(),
    factId: id(),
    issueId: id(),
    anchorId: id(),
    conflictId: id(),
    changeId: id(),
    taskId: id(),
    anchorKey: 'p:0:0',
    chunkId: id(),
    subjectId: '',
    section: 'synopsis',
    toZone: 'ip',
  }
  await database('workspaces').insert({ id: ids.workspaceId, name: 'Example' })
  const { userId } = await tokenFor(database, ids.workspaceId)
  await database('studies').insert({ id: ids.studyId, workspace_id: ids.workspaceId, code: 'EX-1', title: 'Example' })
  await database('documents').insert({
    id: ids.documentId,
    workspace_id: ids.workspaceId,
    study_id: ids.studyId,
    doc_type: 'protocol',
    title: 'Protocol',
  })
  for (const [key, label] of [
    ['versionId', '1.0'],
    ['otherId', '2.0'],
  ] as const) {
    await database('document_versions').insert({ id: ids[key], document_id: ids.documentId, label })
    await database('version_contents').insert({ version_id: ids[key], format: 'text', body: 'Example.' })
  }
  await database('ingestion_runs').insert({
    version_id: ids.versionId,
    status: 'ok',
    pipeline_version: '1',
    config_sha256: '0'.repeat(64),
    finished_at: database.raw('now()'),
  })
  await database('anchors').insert({
    id: ids.anchorId,
    version_id: ids.versionId,
    key: ids.anchorKey,
    kind: 'p',
    ordinal: 0,
    body: 'Example.',
    body_sha256: '0'.repeat(64),
  })
  if (await database.schema.hasTable('chunks'))
    await database('chunks').insert({
      id: ids.chunkId,
      version_id: ids.versionId,
      ordinal: 0,
      body: 'Example.',
      embedding: vectorText(embed('Example.')),
    })
  await database('section_contracts').insert({
    id: ids.contractId,
    workspace_id: ids.workspaceId,
    doc_type: 'protocol',
    section: ids.section,
    title: 'Synopsis',
    version: 1,
  })
  await database('section_maps').insert({ version_id: ids.versionId, contract_id: ids.contractId, confidence: 1 })
  await database('facts').insert({ id: ids.factId, study_id: ids.studyId, type: 'a', key: 'b', value: { value: 1 } })
  await database('fact_evidence').insert({ fact_id: ids.factId, anchor_id: ids.anchorId })
  await database('terminology').insert({ study_id: ids.studyId, term: 'subject' })
  await database('audit_issues').insert({
    id: ids.issueId,
    version_id: ids.versionId,
    category: 'terminology',
    severity: 'minor',
    fingerprint: 'x',
    message: 'Example.',
  })
  const [left_fact_id = '', right_fact_id = ''] = [ids.factId, await otherFact(database, ids)].toSorted()
  await database('conflicts').insert({ id: ids.conflictId, study_id: ids.studyId, type: 'a', key: 'b' })
  await database('conflict_items').insert({ conflict_id: ids.conflictId, left_fact_id, right_fact_id })
  await database('change_events').insert({
    id: ids.changeId,
    document_id: ids.documentId,
    from_version_id: ids.otherId,
    to_version_id: ids.versionId,
  })
  await database('anchor_matches').insert({
    change_event_id: ids.changeId,
    from_anchor_id: ids.anchorId,
    to_anchor_id: ids.anchorId,
    method: 'exact',
    score: 1,
  })
  const task = {
    study_id: ids.studyId,
    type: 'resolve_conflict',
    title: 'Example',
    conflict_id: ids.conflictId,
  } as const
  await database('tasks').insert({ ...task, id: ids.taskId })
  const zone = { workspace_id: ids.workspaceId, doc_type: 'protocol' } as const
  await database('document_zones').insert([
    { ...zone, zone: 'design' },
    { ...zone, zone: 'ip' },
  ])
  await database('zone_crosswalk').insert({
    workspace_id: ids.workspaceId,
    from_doc_type: 'protocol',
    from_zone: 'design',
    to_doc_type: 'protocol',
    to_zone: 'ip',
    weight: 1,
  })
  await database('audit_log').insert({ workspace_id: ids.workspaceId, action: 'example', subject_id: ids.studyId })
  return { ...ids, userId, ownerId: userId, subjectId: ids.studyId }
}

async function otherFact(
  database: Knex,
  { studyId, versionId }: { studyId: string; versionId: string },
): Promise<string> {
  const [row] = await database('facts')
    .insert({ study_id: studyId, version_id: versionId, type: 'a', key: 'b', value: { value: 2 } })
    .returning('id')
  return row?.id ?? ''
}
