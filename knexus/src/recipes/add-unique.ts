import { quoteIdent, qualifiedName } from '../base/sql.ts'
import type { Recipe } from './shared/recipe.ts'
import { isInUse, isNeeded, onlyChange, step } from './shared/step.ts'

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
      isNeeded(after, context)
    )
      return undefined
    const [, word, keys, timing = ''] =
      /^(UNIQUE|PRIMARY KEY) (\([^()]+\))((?: DEFERRABLE)?(?: INITIALLY DEFERRED)?)$/.exec(after.definition) ?? []
    if (!word || one.statements.length > 1) return undefined
    return [
      step(
        {},
        [
          {
            sql: `CREATE UNIQUE INDEX CONCURRENTLY ${quoteIdent(after.name)} ON ${qualifiedName(after.schema, after.table)} ${keys}`,
            boundary: 'outside',
          },
        ],
        true,
      ),
      step(
        { after },
        [
          {
            sql: `ALTER ${after.on} ADD CONSTRAINT ${quoteIdent(after.name)} ${word} USING INDEX ${quoteIdent(after.name)}${timing}`,
            boundary: 'outside',
          },
        ],
        true,
      ),
    ]
  },
}
