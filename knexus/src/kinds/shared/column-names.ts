import type { Names } from '../../base/relation.ts'
import { freshName } from '../../base/fresh-name.ts'
import { qualifiedName } from '../../base/sql.ts'
import { sequenceOf, type IdentityColumn } from './identities.ts'
import { named } from './names.ts'
import { notNullConstraint, notNullNames, withNotNullNamed } from './not-null-names.ts'

/**
 * The column with those of its names that others wait for given up: of its NOT NULL, and of its identity's sequence.
 * `maker` is its parent's column, where that gave up its own already.
 */
export function withNamesAside<O extends IdentityColumn>(column: O, { isWanted, isTaken }: Names, maker?: O): O {
  if (maker) return withNotNullNamed(column, undefined, maker)
  const isFree = (one: IdentityColumn) => !notNullNames(one, undefined).some(({ to }) => isTaken(to))
  const left = notNullNames(column, column).some(({ as, to }) => as === 'gives up' && isWanted(to))
    ? withNotNullNamed(
        column,
        freshName(notNullConstraint(column), '__old', (name) => !isFree(withNotNullNamed(column, name))),
      )
    : column
  if (!column.identity) return left
  const sequence = (name: string) => named('relation', qualifiedName(column.schema, name)).to
  const old = sequenceOf(column, column.identity)
  if (!isWanted(sequence(old))) return left
  return { ...left, identity: { ...column.identity, name: freshName(old, '__old', (name) => isTaken(sequence(name))) } }
}
