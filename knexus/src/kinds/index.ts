import type { DatabaseObject } from '../base/kind.ts'
import { aggregateKind } from './aggregates.ts'
import { castKind } from './casts.ts'
import { clusteringKind } from './clusterings.ts'
import { collationKind } from './collations.ts'
import { columnKind } from './columns.ts'
import { commentKind } from './comments.ts'
import { compositeAttributeKind } from './composite-attributes.ts'
import { compositeKind } from './composites.ts'
import { constraintKind } from './constraints.ts'
import { defaultPrivilegeKind } from './default-privileges.ts'
import { defaultKind } from './defaults.ts'
import { domainConstraintKind } from './domain-constraints.ts'
import { domainKind } from './domains.ts'
import { enumKind } from './enums.ts'
import { eventTriggerKind } from './event-triggers.ts'
import { extensionKind } from './extensions.ts'
import { foreignColumnKind } from './foreign-columns.ts'
import { foreignDataWrapperKind } from './foreign-data-wrappers.ts'
import { foreignTableKind } from './foreign-tables.ts'
import { functionKind } from './functions.ts'
import { indexAttachmentKind } from './index-attachments.ts'
import { indexKind } from './indexes.ts'
import { inheritanceKind } from './inheritances.ts'
import { materializedViewKind } from './materialized-views.ts'
import { namespaceKind } from './namespaces.ts'
import { operatorClassKind } from './operator-classes.ts'
import { operatorFamilyKind } from './operator-families.ts'
import { operatorKind } from './operators.ts'
import { ownerKind } from './owners.ts'
import { partitionTriggerKind } from './partition-triggers.ts'
import { partitionKind } from './partitions.ts'
import { policyKind } from './policies.ts'
import { privilegeKind } from './privileges.ts'
import { publicationSchemaKind } from './publication-schemas.ts'
import { publicationTableKind } from './publication-tables.ts'
import { publicationKind } from './publications.ts'
import { rangeKind } from './ranges.ts'
import { replicaIdentityKind } from './replica-identities.ts'
import { ruleKind } from './rules.ts'
import { sequenceKind } from './sequences.ts'
import { serverKind } from './servers.ts'
import { statisticsKind } from './statistics.ts'
import { tableKind } from './tables.ts'
import { textSearchConfigurationKind } from './text-search-configurations.ts'
import { textSearchDictionaryKind } from './text-search-dictionaries.ts'
import { textSearchParserKind } from './text-search-parsers.ts'
import { textSearchTemplateKind } from './text-search-templates.ts'
import { triggerKind } from './triggers.ts'
import { typedTableKind } from './typed-tables.ts'
import { userMappingKind } from './user-mappings.ts'
import { viewColumnKind } from './view-columns.ts'
import { viewKind } from './views.ts'

/** Every kind of object the engine knows, in the order in which equals are created; a kind stands after those it refers to. */
export const kinds = {
  namespace: namespaceKind,
  extension: extensionKind,
  'default privilege': defaultPrivilegeKind,
  collation: collationKind,
  enum: enumKind,
  composite: compositeKind,
  range: rangeKind,
  domain: domainKind,
  'domain constraint': domainConstraintKind,
  function: functionKind,
  aggregate: aggregateKind,
  'foreign data wrapper': foreignDataWrapperKind,
  server: serverKind,
  'user mapping': userMappingKind,
  table: tableKind,
  'foreign table': foreignTableKind,
  column: columnKind,
  'foreign column': foreignColumnKind,
  'composite attribute': compositeAttributeKind,
  sequence: sequenceKind,
  view: viewKind,
  'materialized view': materializedViewKind,
  'view column': viewColumnKind,
  default: defaultKind,
  operator: operatorKind,
  'operator family': operatorFamilyKind,
  'operator class': operatorClassKind,
  cast: castKind,
  'text search parser': textSearchParserKind,
  'text search template': textSearchTemplateKind,
  'text search dictionary': textSearchDictionaryKind,
  'text search configuration': textSearchConfigurationKind,
  constraint: constraintKind,
  index: indexKind,
  inheritance: inheritanceKind,
  'typed table': typedTableKind,
  partition: partitionKind,
  'index attachment': indexAttachmentKind,
  'replica identity': replicaIdentityKind,
  clustering: clusteringKind,
  statistics: statisticsKind,
  rule: ruleKind,
  trigger: triggerKind,
  'partition trigger': partitionTriggerKind,
  policy: policyKind,
  'event trigger': eventTriggerKind,
  publication: publicationKind,
  'publication schema': publicationSchemaKind,
  'publication table': publicationTableKind,
  comment: commentKind,
  owner: ownerKind,
  privilege: privilegeKind,
} as const

type Kinds = typeof kinds
/** Any object of any kind: a union that the compiler reads off the registry. */
export type AnyObject = {
  [K in keyof Kinds]: Parameters<Kinds[K]['address']>[0] & Pick<DatabaseObject, 'needs' | 'untied'>
}[keyof Kinds]
