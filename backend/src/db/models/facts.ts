import { decimal, jsonb, sql, text, uuid } from 'knexus'
import { createdAt, enumType, served, table, timestamps, uuidKey, within } from '../base.ts'
import { touched } from './functions.ts'

export const factStatus = enumType('fact_status', ['extracted', 'validated', 'conflicting', 'tbd', 'needs_review'])
export const factScope = enumType('fact_scope', ['global', 'arm', 'group', 'visit'])
export const evidenceRole = enumType('evidence_role', ['primary', 'supporting'])

export const facts = table(
  'facts',
  {
    ...uuidKey(),
    study_id: uuid().notNullable().references('studies.id').onDelete('cascade'),
    version_id: uuid().references('document_versions.id').onDelete('set null').index(),
    type: text().notNullable(),
    key: text().notNullable(),
    scope: factScope.column().notNullable().defaultTo('global'),
    scope_ref: text().comment('Which arm, group or visit; null when the fact holds for the whole study.'),
    value: jsonb<Record<string, unknown>>().notNullable(),
    numeric_value: decimal().generatedAs(
      sql`CASE WHEN jsonb_typeof(value -> 'value') = 'number' THEN (value ->> 'value')::numeric END`,
    ),
    unit: text(),
    status: factStatus.column().notNullable().defaultTo('extracted'),
    confidence: decimal(3, 2).checkBetween([0, 1]),
    ...timestamps(),
  },
  (t) => [
    t.unique(['study_id', 'type', 'key', 'scope', 'scope_ref', 'version_id'], {
      nullsNotDistinct: true,
      name: 'uq_facts_subject',
    }),
    t.check(sql`(scope = 'global') = (scope_ref IS NULL)`, 'scope'),
    t.index(['value'], { using: 'gin', opclass: 'jsonb_path_ops' }),
    t.index(['study_id', 'type', { key: 'numeric_value', order: 'desc', nulls: 'last' }]),
    t.trigger(...touched('facts', { always: true })),
    t.rowSecurity(),
    t.policy(...within('facts', 'studies', 'study_id')),
  ],
)

export const factEvidence = table(
  'fact_evidence',
  {
    fact_id: uuid().notNullable().references('facts.id').onDelete('cascade'),
    anchor_id: uuid().notNullable().references('anchors.id').onDelete('cascade').index(),
    role: evidenceRole.column().notNullable().defaultTo('primary'),
    ...createdAt(),
  },
  (t) => [
    t.primary(['fact_id', 'anchor_id', 'role']),
    t.rowSecurity(),
    t.policy(...within('fact_evidence', 'facts', 'fact_id')),
  ],
)

export const factGrants = [served(facts), served(factEvidence)]
