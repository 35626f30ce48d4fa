import { pathOf } from '../../base/address.ts'
import type { Address, Statement } from '../../base/kind.ts'
import { quoteIdent, qualifiedName } from '../../base/sql.ts'

interface Named {
  readonly schema: string
  readonly name: string
}

/**
 * Gives something another name, another namespace, or both: `renaming('VIEW', before, after)`.
 * `arguments_` stands after the path wherever PostgreSQL wants it: `(integer, text)` of a function, ` USING btree` of
 * an operator class.
 */
export function renaming(word: string, before: Named, after: Named, arguments_ = ''): Statement[] {
  return [
    ...(after.name === before.name
      ? []
      : [
          {
            sql: `ALTER ${word} ${qualifiedName(before.schema, before.name)}${arguments_} RENAME TO ${quoteIdent(after.name)}`,
          },
        ]),
    ...(after.schema === before.schema
      ? []
      : [
          {
            sql: `ALTER ${word} ${qualifiedName(before.schema, after.name)}${arguments_} SET SCHEMA ${quoteIdent(after.schema)}`,
          },
        ]),
  ]
}

/** Gives a constraint another name. PostgreSQL has no such words for a foreign table, and takes it for a table here. */
export function renamingConstraint(on: Address, before: string, after: string): Statement {
  return { sql: `ALTER TABLE ${pathOf(on)} RENAME CONSTRAINT ${quoteIdent(before)} TO ${quoteIdent(after)}` }
}
