import type { Remap, Statement } from '../../base/kind.ts'
import { clause, qualifiedName, quoteIdent, quoteLiteral } from '../../base/sql.ts'
import { conversion, throughText, type CastType } from './casts.ts'
import { isForeign, keepStorage, type StoredColumn } from './column-storage.ts'

/** A column whose type may change, and what models say of its values. */
export interface TypedColumn extends StoredColumn, CastType {
  readonly schema: string
  readonly table: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  /** How the values that are there become the type, where a model says so. Not compared, and not read back. */
  readonly using?: string | null
  /** What the rows that are there get when it is added to them: an expression over the other columns. Not compared, and not read back. */
  readonly filled?: string
}

/** The type as a definition has it. */
export function typeOf(column: TypedColumn): string {
  return clause(column.type, column.collation !== null && `COLLATE ${column.collation}`)
}

/** To the type that has the place of its own, label by label. */
export function moveToNamesake(column: TypedColumn, remap: Remap): Statement[] {
  if (isForeign(column)) return alter(column, `TYPE ${typeOf(column)}`)
  const told = Object.entries(remap).map((pair) => pair.map(quoteLiteral).join(' becomes '))
  return alter(column, `TYPE ${typeOf(column)} USING ${throughText(quoteIdent(column.name), column, remap)}`).map(
    (statement) => ({ ...statement, ...(told.length > 0 && { remaps: told.join(', ') }) }),
  )
}

/** Gives it to the rows that are there. */
export function fill({ schema, table, name, filled }: TypedColumn): Statement[] {
  return filled === undefined
    ? []
    : [{ sql: `UPDATE ${qualifiedName(schema, table)} SET ${quoteIdent(name)} = ${filled}` }]
}

/** To another type, with its values. */
export function setType(after: TypedColumn, before: TypedColumn): Statement[] {
  const { using, loses, setting } = {
    ...conversion(quoteIdent(after.name), before, after),
    ...(after.using != null && { using: after.using, loses: false }),
  }
  return [
    ...alter(after, clause(`TYPE ${typeOf(after)}`, using !== null && !isForeign(after) && `USING ${using}`)).map(
      (statement) =>
        isForeign(after)
          ? statement
          : {
              ...statement,
              ...(loses && { loses: `the values of ${qualifiedName(after.schema, after.table, after.name)}` }),
              ...(setting !== undefined && { setting }),
            },
    ),
    ...keepStorage(after, before),
  ]
}

function alter(column: TypedColumn, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}
