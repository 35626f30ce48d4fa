import { inheritance } from './inherited-columns.ts'
import { addresses } from '../../base/address.ts'
import type { Address } from '../../base/kind.ts'
import type { Relation } from '../../base/relation.ts'
import { qualifiedName } from '../../base/sql.ts'

/** What a child table's constraint has from its parents. */
export interface InheritedConstraint {
  readonly from: readonly { readonly schema: string; readonly table: string; readonly name: string }[]
  /** The child defines it too. */
  readonly local: boolean
  /** The child is a partition: it could stand alone. */
  readonly partition: boolean
}

/** The table of a constraint. */
interface ConstraintPlace {
  readonly on: Address
  readonly schema: string
  readonly table: string
}

/** What makes it, as it makes its parents': the table itself where it only inherits it. */
export function makers({ on, schema, table }: ConstraintPlace, inherited: InheritedConstraint): Relation[] {
  if (!inherited.partition && inherited.local) return []
  const by = inherited.from.map((parent): Relation => ({
    as: 'made by',
    to: addresses.constraint(parent.name, qualifiedName(parent.schema, parent.table)),
    unless: inherited.partition
      ? addresses.partition(qualifiedName(schema, table))
      : inheritance({ schema, table }, parent),
  }))
  return inherited.partition ? by : [...by, { as: 'made by', to: on }]
}

/** Attached to an index that is no constraint's, it goes with that alone. */
export function attached(
  { schema, table }: Pick<ConstraintPlace, 'schema' | 'table'>,
  to: { readonly schema: string; readonly name: string },
): Relation[] {
  const index = addresses.index(qualifiedName(to.schema, to.name))
  return [
    { as: 'made by', to: index, unless: addresses.partition(qualifiedName(schema, table)) },
    { as: 'needs', to: index },
  ]
}
