import { boolean, decimal, sql, text, uuid } from 'knexus'
import { ofWorkspace, served, table, timestamps } from '../base.ts'
import { touched } from './functions.ts'
import { sourceZone } from './ingestion.ts'
import { documentType } from './studies.ts'

export const documentZones = table(
  'document_zones',
  {
    workspace_id: uuid().notNullable().references('workspaces.id').onDelete('cascade'),
    doc_type: documentType.column().notNullable(),
    zone: sourceZone.column().notNullable(),
  },
  (t) => [
    t.primary(['workspace_id', 'doc_type', 'zone']),
    t.comment('The zones that a kind of document has.'),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const zoneCrosswalk = table(
  'zone_crosswalk',
  {
    workspace_id: uuid().notNullable(),
    from_doc_type: documentType.column().notNullable(),
    from_zone: sourceZone.column().notNullable(),
    to_doc_type: documentType.column().notNullable(),
    to_zone: sourceZone.column().notNullable(),
    weight: decimal(3, 2).notNullable().checkBetween([0, 1]),
    is_active: boolean().notNullable().defaultTo(true),
    notes: text(),
    ...timestamps(),
  },
  (t) => [
    t.primary(['workspace_id', 'from_doc_type', 'from_zone', 'to_doc_type', 'to_zone']),
    t
      .foreign(['workspace_id', 'from_doc_type', 'from_zone'])
      .references('document_zones', ['workspace_id', 'doc_type', 'zone'])
      .onDelete('restrict'),
    t
      .foreign(['workspace_id', 'to_doc_type', 'to_zone'])
      .references('document_zones', ['workspace_id', 'doc_type', 'zone'])
      .onDelete('restrict'),
    t.index(['workspace_id', 'to_doc_type', 'to_zone']),
    t.check(sql`(from_doc_type, from_zone) <> (to_doc_type, to_zone)`, 'elsewhere'),
    t.trigger(...touched('zone_crosswalk')),
    t.comment('How much a zone of one kind of document says about a zone of another.'),
    t.rowSecurity(),
    t.policy(...ofWorkspace()),
  ],
)

export const zoneGrants = [
  served(documentZones, ['SELECT', 'INSERT']),
  served(zoneCrosswalk, ['SELECT', 'INSERT', 'UPDATE']),
]
