import { quoteIdent, qualifiedName } from '../base/sql.ts'
import type { Index } from '../kinds/indexes.ts'
import { createIndex, indexKind } from '../kinds/indexes.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { free, isInUse, isNeeded, losesGround, onlyChange, otherHalf, step } from './shared/step.ts'

export const replaceIndex: Recipe = {
  name: 'replace-index',
  why: 'Between DROP INDEX and CREATE INDEX no query has the index.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    const object = after ?? before
    if ((before && after) || object?.kind !== 'index' || !canStandBeside(object, context)) return undefined
    const other = otherHalf(object, context)
    if (other?.kind !== 'index') return undefined
    const [predecessor, successor] = before ? [object, other] : [other, object]
    if (successor.on !== predecessor.on || losesGround(predecessor, context)) return undefined
    if (before) return []
    const beside: Index = { ...successor, name: free(successor.name, '__new', context) }
    const old = free(predecessor.name, '__old', context)
    return [
      step(
        { before: predecessor, after: successor },
        [
          { sql: createIndex(beside, true), boundary: 'outside', within: createIndex(beside) },
          { sql: `ALTER INDEX ${qualifiedName(predecessor.schema, predecessor.name)} RENAME TO ${quoteIdent(old)}` },
          { sql: `ALTER INDEX ${qualifiedName(beside.schema, beside.name)} RENAME TO ${quoteIdent(successor.name)}` },
          ...(indexKind.finish?.(successor) ?? []),
          { sql: `DROP INDEX CONCURRENTLY ${qualifiedName(predecessor.schema, old)}`, boundary: 'outside' },
        ],
        true,
      ),
    ]
  },
}

/** Whether a second index may be made while this one stands, and nothing of the migration waits for it. */
function canStandBeside(index: Index, context: Context): boolean {
  return !index.onOnly && isInUse(index.on, context.from) && !isNeeded(index, context)
}
