import { quoteIdent, qualifiedName } from '../base/sql.ts'
import type { Index } from '../kinds/indexes.ts'
import { createIndex, indexKind } from '../kinds/indexes.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { halvesOf } from './shared/halves.ts'
import { free, isInUse, isNeeded, losesGround, step } from './shared/step.ts'

export const replaceIndex: Recipe = {
  name: 'replace-index',
  why: 'Between DROP INDEX and CREATE INDEX no query has the index.',
  instead(one, context) {
    const halves = halvesOf(one, 'index', context)
    if (!halves || !canStandBeside(halves.half, context)) return undefined
    const { predecessor, successor, isDrop } = halves
    if (successor.on !== predecessor.on || losesGround(predecessor, context)) return undefined
    if (isDrop) return []
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
