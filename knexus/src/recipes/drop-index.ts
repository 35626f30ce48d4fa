import { path } from '../base/sql.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, losesGround, onlyChange, step } from './shared/step.ts'

export const dropIndex: Recipe = {
  name: 'drop-index',
  why: 'DROP INDEX waits for every query on the table, and lets no other begin while it waits.',
  instead(one, kitchen) {
    const { before, after } = onlyChange(one) ?? {}
    if (
      after ||
      before?.kind !== 'index' ||
      before.onOnly ||
      one.statements.length === 0 ||
      !isInUse(before.on, kitchen.from) ||
      losesGround(before, kitchen)
    )
      return undefined
    return [
      step(
        { before },
        [{ sql: `DROP INDEX CONCURRENTLY ${path(before.schema, before.name)}`, boundary: 'outside' }],
        true,
      ),
    ]
  },
}
