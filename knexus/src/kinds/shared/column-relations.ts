import { addresses } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import { related, type Circumstances, type Relation } from '../../base/relation.ts'
import { qualifiedName } from '../../base/sql.ts'
import { isNumberedAlone, isNumberedBeside, sequenceOf, type IdentityColumn } from './identities.ts'
import { isOutOfReach, namesNotNull, ties } from './inherited-columns.ts'
import { named, partsOf } from './names.ts'
import { notNullNames } from './not-null-names.ts'
import { comesDown, passesDown, untiedToChange } from './not-nulls.ts'

interface RelatedColumn extends IdentityColumn {
  readonly collation: string | null
  readonly generated: object | null
  readonly partitionKey?: boolean
}

/** How a column stands to its table, its parents' columns, and the ties between their tables. */
export function columnRelations(column: RelatedColumn, change?: Circumstances<RelatedColumn>): Relation[] {
  const above = parents(column)
  return [
    { as: 'part of', to: column.on },
    ...(column.identity ? [named('relation', qualifiedName(column.schema, sequenceOf(column, column.identity)))] : []),
    ...related(isAhead(column, change?.before) ? 'leads' : 'needs', above),
    ...makers(column, above),
    ...related('tied by', ties(column)),
    ...related('suspends', suspended(column, change?.before)),
    ...related('inseparable from', column.partitionKey ? [column.on] : []),
    { as: 'waits for', to: partsOf(column.on) },
    ...notNullNames(column, change?.before),
  ]
}

function makers(column: RelatedColumn, above: readonly Address[]): Relation[] {
  const { on, inherited } = column
  if (!inherited || (inherited.local && !inherited.partition)) return []
  const tied = ties(column)
  const by = above.map((to, place): Relation => ({ as: 'made by', to, unless: tied[inherited.partition ? 0 : place]! }))
  return inherited.partition ? by : [{ as: 'made by', to: on }, ...by]
}

/** A child's own column is there before the parent's, which is then merged with it, and goes after it. */
function isAhead(column: RelatedColumn, before: RelatedColumn | undefined): boolean {
  return before
    ? comesDown(column, before) || passesDown(column, before)
    : column.inherited?.local === true && !column.inherited.partition
}

/** What ties its table to its parents, where that may not stand while it is made or altered. */
function suspended(column: RelatedColumn, before: RelatedColumn | undefined): readonly Address[] {
  if (!before) return isNumberedBeside(column) || (namesNotNull(column) && !column.inherited!.local) ? ties(column) : []
  return [
    ...untiedToChange(column, before),
    ...(isNumberedAlone(column, before) || isOutOfReach(column, before) ? ties(column) : []),
  ]
}

function parents(column: RelatedColumn): Address[] {
  return (
    column.inherited?.from.map(({ schema, table }) => addresses.column(qualifiedName(schema, table), column.name)) ?? []
  )
}
