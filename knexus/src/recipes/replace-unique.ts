import { quoteIdent } from '../base/sql.ts'
import type { Recipe } from './shared/recipe.ts'
import { byIndex } from './shared/by-index.ts'
import { halvesOf } from './shared/halves.ts'
import { free, isInUse, isNeeded, losesGround, step } from './shared/step.ts'

export const replaceUnique: Recipe = {
  name: 'replace-unique',
  why:
    'Without its index built beside the old one, a unique constraint that changes keeps readers and writers ' +
    'waiting, or is missing for a while.',
  instead(one, context) {
    const halves = halvesOf(one, 'constraint', context)
    if (!halves) return undefined
    const { predecessor, successor, half, isDrop } = halves
    if (half.inherited || half.partitioned || !isInUse(half.on, context.from)) return undefined
    if (losesGround(predecessor, context) || isNeeded(successor, context)) return undefined
    const index = free(successor.name, '__new', context)
    const key = byIndex(successor, index)
    if (!key) return undefined
    if (isDrop) return []
    const drop = `DROP CONSTRAINT ${quoteIdent(predecessor.name)}`
    return [
      step({}, [{ sql: key.build, boundary: 'outside', within: key.within }], true),
      step(
        { before: predecessor, after: successor },
        [{ sql: `ALTER ${successor.on} ${drop}, ${key.add}`, boundary: 'outside' }],
        true,
      ),
    ]
  },
}
