import { pathOf } from '../../base/address.ts'
import { addressOf } from '../../schema.ts'
import { isAtLeast } from '../../trace/measure.ts'
import type { TracedStatement } from '../../trace/statement.ts'

/** What a statement does to all rows of a table that was there. */
export interface Work {
  readonly table: string
  readonly does: 'rewrites' | 'builds' | 'rebuilds' | 'reads'
  /** How many rows it did it to on the shadow; undefined where that was not counted. */
  readonly rows?: number | undefined
}

/** The tables that a statement works through, each once, with the heaviest of what it does to it. */
export function workOf({ rewrites, scans, changes, locks }: TracedStatement): Work[] {
  const read = new Map(scans.map(({ relation, rows }) => [pathOf(relation), rows]))
  const works = new Map<string, Work['does']>()
  const add = (relation: string, does: Work['does']) => {
    if (isTable(relation) && !works.has(pathOf(relation))) works.set(pathOf(relation), does)
  }
  for (const relation of rewrites) add(relation, 'rewrites')
  for (const { before, after } of changes)
    if (!before && (after?.kind === 'index' || (after?.kind === 'constraint' && KEYS.has(after.type))))
      add(after.on, 'builds')
  if (rewrites.some((relation) => relation.startsWith('INDEX ')))
    for (const { relation, mode } of locks) if (isAtLeast(mode, 'SHARE')) add(relation, 'rebuilds')
  for (const { relation } of scans) add(relation, 'reads')
  return [...works].map(([table, does]) => ({ table, does, rows: read.get(table) }))
}

const KEYS: ReadonlySet<string> = new Set(['primary key', 'unique', 'exclude'])
const isTable = (relation: string) => /^(TABLE|MATERIALIZED VIEW) /.test(relation)

/** The tables whose rows, or a column of them, a statement takes away or changes. */
export function lostBy({ changes, rewrites, scans }: TracedStatement): string[] {
  const tables = changes.flatMap(({ before, after }) => {
    if (!before || after) return []
    if (before.kind === 'table') return [pathOf(addressOf(before))]
    return before.kind === 'column' ? [pathOf(before.on)] : []
  })
  const touched = [...rewrites, ...scans.map(({ relation }) => relation)].filter(isTable).map(pathOf)
  return [...new Set(tables.length > 0 ? tables : touched)]
}
