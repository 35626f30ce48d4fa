import { quoteIdent, qualifiedName } from '../base/sql.ts'
import type { Index } from '../kinds/indexes.ts'
import { createIndex, indexKind } from '../kinds/indexes.ts'
import type { Context, Recipe } from './shared/recipe.ts'
import { free, isInUse, isNeeded, losesGround, onlyChange, step } from './shared/step.ts'

export const replaceIndex: Recipe = {
  name: 'replace-index',
  why: 'Between DROP INDEX and CREATE INDEX no query has the index.',
  instead(one, context) {
    const { before, after } = onlyChange(one) ?? {}
    const object = after ?? before
    if ((before && after) || object?.kind !== 'index' || !canStandBeside(object, context)) return undefined
    const successor = after ? object : find(object, 'after', context)
    const predecessor = before ? object : find(object, 'before', context)
    if (!successor || !predecessor || successor.on !== predecessor.on || losesGround(predecessor, context))
      return undefined
    if (before) return []
    const beside: Index = { ...successor, name: free(successor.name, '__new', context) }
    return [
      step(
        { before: predecessor, after: successor },
        [
          { sql: createIndex(beside, true), boundary: 'outside' },
          {
            sql: `DROP INDEX CONCURRENTLY ${qualifiedName(predecessor.schema, predecessor.name)}`,
            boundary: 'outside',
          },
          { sql: `ALTER INDEX ${qualifiedName(beside.schema, beside.name)} RENAME TO ${quoteIdent(successor.name)}` },
          ...(indexKind.finish?.(successor) ?? []),
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

/** The other half of a replacement, when it is a step of its own. */
function find(index: Index, side: 'before' | 'after', { steps }: Context): Index | undefined {
  for (const one of steps) {
    const { [side]: other, ...rest } = onlyChange(one) ?? {}
    if (
      other?.kind === 'index' &&
      Object.keys(rest).length === 0 &&
      other.schema === index.schema &&
      other.name === index.name
    )
      return other
  }
  return undefined
}
