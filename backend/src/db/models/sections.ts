import { boolean, decimal, integer, jsonb, sql, text, uuid } from 'knexus'
import { createdAt, enumType, ofWorkspace, served, table, timestamps, uuidKey, within } from '../base.ts'
import { touched } from './functions.ts'
import { sourceZone } from './ingestion.ts'
import { documentType } from './studies.ts'

export const citationPolicy = enumType('citation_policy', ['per_sentence', 'per_claim', 'none'])
export const sectionMapStatus = enumType('section_map_status', ['mapped', 'needs_review', 'overridden'])
export const sectionMapper = enumType('section_mapper', ['system', 'user'])

export const sectionContracts = table(
  'section_contracts',
  {
    ...uuidKey(),
    workspace_id: uuid().notNullable().references('workspaces.id').onDelete('cascade'),
    doc_type: documentType.column().notNullable(),
    section: text().notNullable(),
    view_key: text(),
    title: text().notNullable(),
    version: integer().notNullable().checkPositive(),
    is_active: boolean().notNullable().defaultTo(true),
    citation_policy: citationPolicy.column().notNullable().defaultTo('per_claim'),
    zones: sourceZone
      .column()
      .array()
      .notNullable()
      .defaultTo(sql`'{}'`)
      .comment('Where its text may come from; empty for anywhere.'),
    spec: jsonb<Record<string, unknown>>().notNullable().defaultTo({}),
    ...createdAt(),
  },
  (t) => [
    t.unique(['workspace_id', 'doc_type', 'section', 'view_key', 'version'], {
      nullsNotDistinct: true,
      name: 'uq_section_contracts_version',
    }),
    t.index(['workspace_id', 'doc_type', 'section', 'view_key'], {
      unique: true,
      nullsNotDistinct: true,
      where: sql`is_active`,
      name: 'uq_section_contracts_active',
      comment: 'One active contract for a section and view; no view counts as a view.',
    }),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const sectionMaps = table(
  'section_maps',
  {
    ...uuidKey(),
    version_id: uuid().notNullable().references('document_versions.id').onDelete('cascade'),
    contract_id: uuid().notNullable().references('section_contracts.id').onDelete('restrict').index(),
    anchor_keys: text().array().notNullable().defaultTo([]),
    chunk_ids: uuid().array().notNullable().defaultTo([]),
    status: sectionMapStatus.column().notNullable().defaultTo('needs_review'),
    mapped_by: sectionMapper.column().notNullable().defaultTo('system'),
    confidence: decimal(3, 2).notNullable().checkBetween([0, 1]),
    notes: text(),
    ...timestamps(),
  },
  (t) => [
    t.unique(['version_id', 'contract_id']),
    t.index(['anchor_keys'], { using: 'gin' }),
    t.index(['chunk_ids'], { using: 'gin' }),
    t.index(['version_id'], { where: sql`status = 'needs_review'`, name: 'ix_section_maps_review' }),
    t.trigger(...touched('section_maps')),
    t.rowSecurity(),
    t.policy(...within('section_maps', 'document_versions', 'version_id')),
  ],
)

export const sectionGrants = [served(sectionContracts), served(sectionMaps)]
