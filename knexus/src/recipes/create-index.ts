import { createIndex as statement } from '../kinds/indexes.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, isSuccessor, isNeeded, onlyChange, step } from './shared/step.ts'

export const createIndex: Recipe = {
  name: 'create-index',
  why: 'CREATE INDEX keeps every writer waiting until the whole table is read.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      before ||
      after?.kind !== 'index' ||
      after.onOnly ||
      !isInUse(after.on, context.from) ||
      isNeeded(after, context) ||
      isSuccessor(after, context)
    )
      return undefined
    const [, ...rest] = one.statements
    return [
      step({ after }, [{ sql: statement(after, true), boundary: 'outside', within: statement(after) }, ...rest], true),
    ]
  },
}
