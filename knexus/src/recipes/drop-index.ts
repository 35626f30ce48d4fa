import { qualifiedName } from '../base/sql.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, isSucceeded, losesGround, onlyChange, step } from './shared/step.ts'

export const dropIndex: Recipe = {
  name: 'drop-index',
  why: 'DROP INDEX waits for every query on the table, and lets no other begin while it waits.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      after ||
      before?.kind !== 'index' ||
      before.onOnly ||
      one.statements.length === 0 ||
      !isInUse(before.on, context.from) ||
      losesGround(before, context) ||
      isSucceeded(before, context)
    )
      return undefined
    return [
      step(
        { before },
        [{ sql: `DROP INDEX CONCURRENTLY ${qualifiedName(before.schema, before.name)}`, boundary: 'outside' }],
        true,
      ),
    ]
  },
}
