import type { Group } from './case.ts'
import { bodies } from './bodies.ts'
import { columns } from './columns.ts'
import { constraints } from './constraints.ts'
import { aggregates, eventTriggers, functions, rewriteRules, triggers } from './functions.ts'
import { hostile } from './hostile.ts'
import { indexes, vectorIndexes } from './indexes.ts'
import { extensions, foreign, namespaces, operators, publications, statistics, textSearch } from './others.ts'
import { notNulls } from './not-nulls.ts'
import { partitions } from './partitions.ts'
import { comments, policies, privileges } from './security.ts'
import { tables } from './tables.ts'
import { collations, composites, domains, enums, ranges, sequences } from './types.ts'
import { dependents, materializedViews, views } from './views.ts'

/** Every case, in groups. */
export const groups: readonly Group[] = [
  namespaces,
  extensions,
  tables,
  columns,
  constraints,
  notNulls,
  indexes,
  vectorIndexes,
  enums,
  composites,
  domains,
  ranges,
  collations,
  sequences,
  views,
  materializedViews,
  dependents,
  functions,
  bodies,
  aggregates,
  triggers,
  eventTriggers,
  rewriteRules,
  policies,
  privileges,
  comments,
  partitions,
  statistics,
  textSearch,
  operators,
  publications,
  foreign,
  hostile,
]

export type { Case, Group } from './case.ts'
