import type { Knex } from 'knex'
import { DEVELOPMENT_TOKEN, hashOf } from '../../backend/src/domain/tokens.ts'
import { embed, vectorText } from '../../backend/src/services/embedding.ts'

/** A small register to look at. It may run twice: every row has a fixed key, and what is there already stays as it is. */
export async function seed(knex: Knex): Promise<void> {
  await knex.transaction(async (session) => {
    await session('workspaces')
      .insert({ id: id(1), name: 'Northern Trials' })
      .onConflict('id')
      .ignore()
    await session('users')
      .insert({ id: id(2), email: 'vera@example.org', name: 'Vera' })
      .onConflict('id')
      .ignore()
    await session('memberships')
      .insert({ workspace_id: id(1), user_id: id(2), role: 'admin' })
      .onConflict(['workspace_id', 'user_id'])
      .ignore()
    await session('access_tokens')
      .insert({
        id: id(3),
        user_id: id(2),
        name: 'development; refused in production',
        token_sha256: hashOf(DEVELOPMENT_TOKEN),
        expires_at: '2100-01-01T00:00:00Z',
      })
      .onConflict('id')
      .ignore()
    await session('studies')
      .insert([
        { id: id(10), workspace_id: id(1), code: 'NT-101', title: 'Drug A against placebo in hypertension' },
        { id: id(11), workspace_id: id(1), code: 'NT-102', title: 'Long-term safety of drug A' },
        { id: id(12), workspace_id: id(1), code: 'NT-007', title: 'A pilot study', status: 'archived' },
      ])
      .onConflict('id')
      .ignore()
    await session('documents')
      .insert({ id: id(20), workspace_id: id(1), study_id: id(10), doc_type: 'protocol', title: 'Protocol' })
      .onConflict('id')
      .ignore()
    await session('document_versions')
      .insert({ id: id(30), document_id: id(20), label: '1.0', language: 'mixed', created_by: id(2) })
      .onConflict('id')
      .ignore()
    await session('ingestion_runs')
      .insert({
        id: id(40),
        version_id: id(30),
        status: 'ok',
        pipeline_version: '1',
        config_sha256: '0'.repeat(64),
        started_at: '2026-01-10T09:00:00Z',
        finished_at: '2026-01-10T09:00:02Z',
      })
      .onConflict('id')
      .ignore()
    await session('document_versions')
      .where({ id: id(30) })
      .update({ last_run_id: id(40) })
    await session('chunks')
      .insert(
        PASSAGES.map(([language, body], at) => ({
          id: id(50 + at),
          version_id: id(30),
          ordinal: at,
          language,
          body,
          embedding: vectorText(embed(body)),
        })),
      )
      .onConflict('id')
      .ignore()
    await session('facts')
      .insert({
        id: id(60),
        study_id: id(10),
        version_id: id(30),
        type: 'population',
        key: 'planned_subjects',
        value: { value: 240 },
        unit: 'subjects',
        confidence: 0.97,
      })
      .onConflict('id')
      .ignore()
    await session('facts')
      .insert({
        id: id(61),
        study_id: id(10),
        type: 'population',
        key: 'planned_subjects',
        value: { value: 260 },
        unit: 'subjects',
      })
      .onConflict('id')
      .ignore()
    await session('conflicts')
      .insert({ id: id(70), study_id: id(10), type: 'population', key: 'planned_subjects' })
      .onConflict('id')
      .ignore()
    await session('conflict_items')
      .insert({ conflict_id: id(70), left_fact_id: id(60), right_fact_id: id(61) })
      .onConflict(['conflict_id', 'left_fact_id', 'right_fact_id'])
      .ignore()
    await session('tasks')
      .insert({
        id: id(80),
        study_id: id(10),
        type: 'resolve_conflict',
        title: 'Facts disagree: population planned_subjects',
        conflict_id: id(70),
      })
      .onConflict('id')
      .ignore()
    await session('document_zones')
      .insert(CROSSINGS.flatMap(([from, to]) => [from, to]).map((zone) => ({ workspace_id: id(1), ...zone })))
      .onConflict(['workspace_id', 'doc_type', 'zone'])
      .ignore()
    await session('zone_crosswalk')
      .insert(
        CROSSINGS.map(([from, to, weight]) => ({
          workspace_id: id(1),
          from_doc_type: from.doc_type,
          from_zone: from.zone,
          to_doc_type: to.doc_type,
          to_zone: to.zone,
          weight,
        })),
      )
      .onConflict(['workspace_id', 'from_doc_type', 'from_zone', 'to_doc_type', 'to_zone'])
      .ignore()
  })
}

const PASSAGES = [
  ['en', 'Patients receive 10 mg of drug A once daily for twelve weeks.'],
  ['en', 'The primary endpoint is the change of systolic blood pressure from baseline to week 12.'],
  ['en', 'Adverse events are recorded from the first dose until 30 days after the last.'],
  ['ru', 'Пациенты получают 10 мг препарата А один раз в день в течение двенадцати недель.'],
  ['ru', 'Нежелательные явления регистрируются с первой дозы.'],
] as const

/** How much a zone of a protocol says about one of the plan of its analysis, and of the report. */
const CROSSINGS = [
  [{ doc_type: 'protocol', zone: 'statistics' }, { doc_type: 'sap', zone: 'statistics' }, '0.90'],
  [{ doc_type: 'protocol', zone: 'endpoints' }, { doc_type: 'sap', zone: 'endpoints' }, '0.80'],
  [{ doc_type: 'protocol', zone: 'safety' }, { doc_type: 'csr', zone: 'safety' }, '0.70'],
] as const

function id(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
