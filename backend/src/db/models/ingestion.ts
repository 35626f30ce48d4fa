import { bigInteger, integer, jsonb, sql, string, text, timestamp, uuid } from 'knexus'
import { createdAt, enumType, fn, served, servedFunction, table, uuidKey, within } from '../base.ts'
import { documentLanguage } from './studies.ts'

export const ingestionStatus = enumType('ingestion_status', ['running', 'ok', 'partial', 'failed'])

/** Paragraph, table cell, footnote, heading, list item, table. */
export const anchorKind = enumType('anchor_kind', ['p', 'cell', 'fn', 'hdr', 'li', 'tbl'])

/** The part of a document that a piece of text belongs to. */
export const sourceZone = enumType('source_zone', [
  'overview',
  'design',
  'ip',
  'statistics',
  'safety',
  'endpoints',
  'population',
  'procedures',
  'data_management',
  'ethics',
  'admin',
  'appendix',
  'unknown',
])

export const ingestionRuns = table(
  'ingestion_runs',
  {
    ...uuidKey(),
    version_id: uuid().notNullable().references('document_versions.id').onDelete('cascade'),
    status: ingestionStatus.column().notNullable().defaultTo('running'),
    started_at: timestamp()
      .notNullable()
      .defaultTo(sql`now()`),
    finished_at: timestamp(),
    duration_ms: bigInteger().generatedAs(sql`(extract(epoch FROM (finished_at - started_at)) * 1000)::bigint`),
    pipeline_version: text().notNullable(),
    config_sha256: string(64).notNullable().checkRegex('^[0-9a-f]{64}$'),
    summary: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    quality: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    warnings: jsonb<readonly unknown[]>().notNullable().defaultTo('[]'),
    errors: jsonb<readonly unknown[]>().notNullable().defaultTo('[]'),
    requested_by: uuid().comment('Who asked for it. No foreign key: the run outlives the user.'),
    claimed_by: text().comment('The worker that has it.'),
    claimed_until: timestamp().comment('When another worker may take it over; null while it waits for the first.'),
    attempts: integer().notNullable().defaultTo(0).check('attempts >= 0'),
  },
  (t) => [
    t.check(sql`(status = 'running') = (finished_at IS NULL)`, 'finished'),
    t.check(sql`finished_at >= started_at`, 'order'),
    t.unique(['id', 'version_id'], { comment: 'So that a version can refer to a run of its own.' }),
    t.index(['version_id'], {
      unique: true,
      where: sql`status = 'running'`,
      name: 'uq_ingestion_runs_running',
      comment: 'One run at a time for a version.',
    }),
    t.index(['version_id', { key: 'started_at', order: 'desc' }]),
    t.index(['started_at'], { where: sql`status = 'running'`, name: 'ix_ingestion_runs_queue' }),
    t.rowSecurity(),
    t.policy(...within('ingestion_runs', 'document_versions', 'version_id')),
  ],
)

export const anchors = table(
  'anchors',
  {
    ...uuidKey(),
    version_id: uuid().notNullable().references('document_versions.id').onDelete('cascade'),
    key: text().notNullable().comment('kind:index:hash, the same in every run over the same text.'),
    kind: anchorKind.column().notNullable(),
    zone: sourceZone.column().notNullable().defaultTo('unknown'),
    language: documentLanguage.column().notNullable().defaultTo('unknown'),
    ordinal: integer().notNullable().check('ordinal >= 0'),
    section_path: text().notNullable().defaultTo(''),
    body: text().notNullable(),
    body_sha256: string(64).notNullable().checkRegex('^[0-9a-f]{64}$'),
    location: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    ...createdAt(),
  },
  (t) => [
    t.unique(['version_id', 'key']),
    t.index(['version_id', 'ordinal']),
    t.index(['version_id', 'zone'], { include: ['kind'] }),
    t.index(['body_sha256'], { using: 'hash' }),
    t.rowSecurity(),
    t.policy(...within('anchors', 'document_versions', 'version_id')),
  ],
)

/**
 * Hands the oldest waiting run to a worker for a lease of some seconds, or one whose worker let its lease run out.
 * Several may call it at once.
 * Workers serve all workspaces, so it runs with the rights of the owner; what a worker then does, it does inside the
 * one workspace it is told.
 */
export const claimRun = fn('claim_run', {
  arguments: { worker: 'text', lease: 'double precision' },
  returns: 'TABLE(run_id uuid, version_id uuid, workspace_id uuid, attempts integer)',
  securityDefiner: true,
  settings: { search_path: 'public, pg_temp' },
  body: `
#variable_conflict use_column
BEGIN
  RETURN QUERY
  UPDATE ingestion_runs r
  SET claimed_by = claim_run.worker, claimed_until = clock_timestamp() + make_interval(secs => claim_run.lease), attempts = r.attempts + 1
  FROM document_versions v JOIN documents d ON d.id = v.document_id
  WHERE v.id = r.version_id AND r.id = (
    SELECT w.id FROM ingestion_runs w
    WHERE w.status = 'running' AND (w.claimed_until IS NULL OR w.claimed_until < clock_timestamp())
    ORDER BY w.started_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING r.id, r.version_id, d.workspace_id, r.attempts;
END
`,
})

export const ingestionGrants = [
  served(ingestionRuns, ['SELECT', 'INSERT', 'UPDATE']),
  served(anchors),
  servedFunction(claimRun),
]
