import { quoteIdent } from '../../base/sql.ts'
import { constraintKind } from '../../kinds/constraints.ts'
import type { Step } from '../../plan/index.ts'
import type { Context } from './recipe.ts'
import { isInUse, onlyChange, step } from './step.ts'

/** A foreign key or a check that a step gives to a table in use: first for new rows, then proved for those that are there. */
export function provedLater(one: Step, { from }: Context): readonly [given: Step, proof: Step] | undefined {
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
}
