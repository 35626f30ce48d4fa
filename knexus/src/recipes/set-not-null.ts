import { differing } from '../diff.ts'
import { name } from '../base/sql.ts'
import type { Constraint } from '../kinds/constraints.ts'
import { constraintKind } from '../kinds/constraints.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, onlyChange, step } from './shared/step.ts'

export const setNotNull: Recipe = {
  name: 'set-not-null',
  why: 'SET NOT NULL reads the whole table under a lock that stops readers and writers, unless a valid check proves it already.',
  instead(one, { from }) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      before?.kind !== 'column' ||
      after?.kind !== 'column' ||
      before.notNull ||
      !after.notNull ||
      !isInUse(after.on, from)
    )
      return undefined
    if (differing(before, after).join() !== 'notNull' || after.inherited) return undefined
    const unproved: Constraint = {
      kind: 'constraint',
      on: after.on,
      schema: after.schema,
      table: after.table,
      name: `${`${after.table}_${after.name}`.slice(0, 50)}__not_null`,
      type: 'check',
      definition: `CHECK (${name(after.name)} IS NOT NULL)`,
      validated: false,
      enforced: true,
      with: {},
      tablespace: null,
      references: null,
      inherited: null,
      partitioned: false,
    }
    return [
      step({ after: unproved }, constraintKind.create(unproved, [])),
      step(
        { before, after },
        [
          { sql: `ALTER ${after.on} VALIDATE CONSTRAINT ${name(unproved.name)}` },
          ...one.statements,
          ...constraintKind.drop(unproved),
        ],
        true,
      ),
    ]
  },
}
