import { clause, optionList, quoteIdent, qualifiedName } from '../../base/sql.ts'
import type { Constraint } from '../../kinds/constraints.ts'

/** How a unique constraint or a primary key takes over an index that is built first; nothing for one that cannot be said so. */
export function byIndex(
  constraint: Constraint,
  index: string,
): { readonly build: string; readonly within: string; readonly add: string } | undefined {
  const { name, schema, table, definition, with: options } = constraint
  const [, word, keys, timing = ''] =
    /^(UNIQUE|PRIMARY KEY) (\([^()]+\))((?: DEFERRABLE)?(?: INITIALLY DEFERRED)?)$/.exec(definition) ?? []
  const parameters = Object.keys(options).length > 0 && `WITH (${optionList(options)})`
  // No index can be built with it by hand (PostgreSQL 18).
  if (word === undefined || keys?.endsWith(' WITHOUT OVERLAPS)')) return undefined
  const build = (how: string) =>
    clause(`CREATE UNIQUE INDEX${how} ${quoteIdent(index)} ON ${qualifiedName(schema, table)} ${keys}`, parameters)
  return {
    build: build(' CONCURRENTLY'),
    within: build(''),
    add: `ADD CONSTRAINT ${quoteIdent(name)} ${word} USING INDEX ${quoteIdent(index)}${timing}`,
  }
}
