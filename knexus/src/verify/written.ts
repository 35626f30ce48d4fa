import { pathOf } from '../base/address.ts'
import { statementTexts } from '../base/tokens.ts'
import { parentOf, type Schema } from '../schema.ts'
import { isAtLeast } from '../trace/measure.ts'
import type { Trace } from '../trace/index.ts'
import type { TracedStatement } from '../trace/statement.ts'

/**
 * What is part of the tables whose rows a file may write itself, as the locks of UPDATE, DELETE and INSERT tell:
 * `public.orders.price`.
 */
export function written(before: Schema, traces: readonly Trace[]): string[] {
  const tables = new Set(traces.flatMap(({ statements }) => statements.flatMap(writes)))
  return tables.size === 0
    ? []
    : [...before].flatMap(([address, object]) => (tables.has(parentOf(object) ?? '') ? [pathOf(address)] : []))
}

/**
 * Of several statements in one message, in a block or in a function, only the strongest lock is known, which may hide
 * that of a writer.
 */
function writes({ sql, locks }: TracedStatement): string[] {
  const texts = statementTexts(sql)
  const several = texts.length > 1 || texts.some((text) => /^(do|call|select|with)\b/i.test(text))
  return locks.flatMap(({ relation, mode }) =>
    mode === 'ROW EXCLUSIVE' || (several && isAtLeast(mode, 'ROW EXCLUSIVE')) ? [relation] : [],
  )
}
