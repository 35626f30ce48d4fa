import { clause, qualifiedName } from '../base/sql.ts'
import type { Key, KeyOptions } from './drafts.ts'
import { operand, Sql } from './sql.ts'

/** A key as CREATE INDEX takes it: `title COLLATE "C" text_pattern_ops DESC NULLS LAST`. */
export function keyText(key: Key, defaults: KeyOptions): string {
  const given = typeof key === 'string' || key instanceof Sql ? { key } : key
  const { opclass, order, nulls, collate } = { ...defaults, ...given }
  return clause(
    typeof given.key === 'string' ? operand(given.key) : `(${given.key.text})`,
    collate !== undefined && `COLLATE ${operand(collate)}`,
    opclass !== undefined && operand(opclass),
    order === 'desc' && 'DESC',
    nulls !== undefined && `NULLS ${nulls.toUpperCase()}`,
  )
}

/** The columns that a key or an expression mentions, in the order of the table; only for making a name. */
export function columnsOf(source: Key, columns: readonly string[]): string[] {
  const key = typeof source === 'string' || source instanceof Sql ? source : source.key
  if (typeof key === 'string' && columns.includes(key)) return [key]
  const words = new Set((typeof key === 'string' ? key : key.text).match(/[\p{L}_][\p{L}\p{N}_$]*/gu))
  return columns.filter((column) => words.has(column))
}

/** Options as PostgreSQL keeps them: texts. */
export function words(
  options: Readonly<Record<string, string | number | boolean>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)]))
}

/**
 * A table: `studies`, `app.studies`, or its namespace and name, as a declared table has them. A name with a dot in it
 * needs the second form.
 */
export type TableName = string | { readonly schema: string; readonly name: string }

/** The parts of a table's name; the namespace is left out where it is not said. */
export function tableOf(table: TableName): readonly string[] {
  return typeof table === 'string' ? table.split('.') : [table.schema, table.name]
}

/** A table as a quoted path, in `schema` unless it says otherwise. */
export function tablePath(table: TableName, schema: string): string {
  const parts = tableOf(table)
  return qualifiedName(...(parts.length > 1 ? parts : [schema, ...parts]))
}
