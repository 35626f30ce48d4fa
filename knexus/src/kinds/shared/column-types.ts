import type { MovedAttributes, Statement, Succession } from '../../base/kind.ts'
import { clause, qualifiedName, quoteIdent, quoteLiteral } from '../../base/sql.ts'
import { conversion, throughText, UTC, type CastType } from './casts.ts'
import { isForeign, keepStorage, type StoredColumn } from './column-storage.ts'

/** What the rows that are there get when a column is added to them. */
export interface Filled {
  /** SQL over their other columns. */
  readonly expression: string
  /**
   * It takes nothing but those and what the server itself brings: a trigger can say it on behalf of whoever writes,
   * whatever they may use and find. Unknown when absent.
   */
  readonly alone?: boolean
}

/** A column whose type may change, and what models say of its values. */
export interface TypedColumn extends StoredColumn, CastType {
  readonly schema: string
  readonly table: string
  /** A quoted path; null for the type's own. */
  readonly collation: string | null
  /** How existing values are converted to the type, if a model says so (`using`). Not compared, and not read back. */
  readonly using?: string | null
  /** What existing rows get when the column is added (`generate --fill`). Not compared, and not read back. */
  readonly filled?: Filled
}

/** The type as a definition has it. */
export function typeOf(column: TypedColumn): string {
  return clause(column.type, column.collation !== null && `COLLATE ${column.collation}`)
}

/** To the type that has the place of its own: label by label, attribute by attribute, or as its text says. */
export function moveToNamesake(
  column: TypedColumn,
  { labels = {}, zoned = false, moved = [] }: Succession,
): Statement[] {
  if (isForeign(column)) return alter(column, `TYPE ${typeOf(column)}`)
  const told = Object.entries(labels).map((pair) => pair.map(quoteLiteral).join(' becomes '))
  const name = quoteIdent(column.name)
  const inside = moved.length === 0 ? undefined : (byAttribute(name, column.type, moved) ?? `NULL::${column.type}`)
  return alter(column, `TYPE ${typeOf(column)} USING ${inside ?? throughText(name, column, labels)}`).map(
    (statement) => ({
      ...statement,
      ...(told.length > 0 && { remaps: told.join(', ') }),
      ...(inside === `NULL::${column.type}` && {
        loses: `the values of ${qualifiedName(column.schema, column.table, column.name)}`,
      }),
      ...(zoned && { setting: UTC }),
    }),
  )
}

/** A composite value from the attributes of the same names; nothing where they lie deeper inside. */
function byAttribute(value: string, type: string, moved: readonly MovedAttributes[]): string | undefined {
  const [one, other] = moved
  if (one?.of !== type || other) return undefined
  const attributes = one.all.map((attribute) => {
    if (attribute.before === undefined) return 'NULL'
    const held = `(${value}).${quoteIdent(attribute.name)}`
    return attribute.before === attribute.type && !attribute.type.includes('.')
      ? held
      : `${held}::text::${attribute.type}`
  })
  return `CASE WHEN ${value} IS DISTINCT FROM NULL THEN ROW(${attributes.join(', ')})::${type} END`
}

/** Gives it to the rows that are there. */
export function fill({ schema, table, name, filled }: TypedColumn): Statement[] {
  return filled === undefined
    ? []
    : [{ sql: `UPDATE ${qualifiedName(schema, table)} SET ${quoteIdent(name)} = ${filled.expression}` }]
}

/** To another type, with its values. */
export function setType(after: TypedColumn, before: TypedColumn): Statement[] {
  const { using, loses, setting, alone } = {
    ...conversion(quoteIdent(after.name), before, after),
    ...(after.using != null && { using: after.using, loses: false, alone: false }),
  }
  const path = qualifiedName(after.schema, after.table, after.name)
  return [
    ...alter(after, clause(`TYPE ${typeOf(after)}`, using !== null && !isForeign(after) && `USING ${using}`)).map(
      (statement) =>
        isForeign(after)
          ? statement
          : {
              ...statement,
              ...(loses && { loses: `the values of ${path}` }),
              ...(alone && { guesses: `each value of ${path} becomes an array that holds it alone` }),
              ...(setting !== undefined && { setting }),
            },
    ),
    ...keepStorage(after, before),
  ]
}

function alter(column: TypedColumn, action: string): Statement[] {
  return [{ sql: `ALTER ${column.on} ALTER COLUMN ${quoteIdent(column.name)} ${action}` }]
}
