import type { Recipe } from './shared/recipe.ts'
import { byIndex } from './shared/by-index.ts'
import { isInUse, isSuccessor, isNeeded, onlyChange, step } from './shared/step.ts'

export const addUnique: Recipe = {
  name: 'add-unique',
  why: 'A unique constraint or a primary key builds its index under a lock that stops readers and writers.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      before ||
      after?.kind !== 'constraint' ||
      after.inherited ||
      after.partitioned ||
      !isInUse(after.on, context.from) ||
      isNeeded(after, context) ||
      isSuccessor(after, context)
    )
      return undefined
    const key = one.statements.length === 1 ? byIndex(after, after.name) : undefined
    return (
      key && [
        step({}, [{ sql: key.build, boundary: 'outside', within: key.within }], true),
        step({ after }, [{ sql: `ALTER ${after.on} ${key.add}`, boundary: 'outside' }], true),
      ]
    )
  },
}
