import { bigInteger, integer, jsonb, sql, string, text, timestamp, uuid } from 'knexus'
import { createdAt, enumType, table, uuidKey } from '../base.ts'
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
  ],
)
