import { quoteIdent } from '../base/sql.ts'
import type { Recipe } from './shared/recipe.ts'
import { byIndex } from './shared/by-index.ts'
import { free, isInUse, isNeeded, losesGround, onlyChange, otherHalf, step } from './shared/step.ts'

export const replaceUnique: Recipe = {
  name: 'replace-unique',
  why: 'Without its index built beside the old one, a unique constraint that changes keeps readers and writers waiting, or is missing for a while.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    const object = after ?? before
    if ((before && after) || object?.kind !== 'constraint' || object.inherited || object.partitioned) return undefined
    const other = otherHalf(object, context)
    if (other?.kind !== 'constraint' || !isInUse(object.on, context.from)) return undefined
    const [predecessor, successor] = before ? [object, other] : [other, object]
    if (losesGround(predecessor, context) || isNeeded(successor, context)) return undefined
    const index = free(successor.name, '__new', context)
    const key = byIndex(successor, index)
    if (!key) return undefined
    if (before) return []
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
