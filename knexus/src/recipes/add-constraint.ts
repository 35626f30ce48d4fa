import { quoteIdent } from '../base/sql.ts'
import { constraintKind } from '../kinds/constraints.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, onlyChange, step } from './shared/step.ts'

export const addConstraint: Recipe = {
  name: 'add-constraint',
  why: 'A foreign key or a check reads the whole table under a lock that stops writers, or readers too.',
  instead(one, { from }) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      before ||
      after?.kind !== 'constraint' ||
      !after.validated ||
      !after.enforced ||
      after.inherited ||
      !isInUse(after.on, from)
    )
      return undefined
    if (after.type !== 'foreign key' && after.type !== 'check') return undefined
    const unproved = { ...after, validated: false }
    return [
      step({ after: unproved }, constraintKind.create(unproved, [])),
      step(
        { before: unproved, after },
        [{ sql: `ALTER ${after.on} VALIDATE CONSTRAINT ${quoteIdent(after.name)}` }],
        true,
      ),
    ]
  },
}
