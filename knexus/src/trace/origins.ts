import type { Address } from '../base/kind.ts'
import { addressOfChange, type Change } from '../change.ts'
import { diff } from '../diff.ts'
import type { Reading } from '../introspect/index.ts'
import { addressOf, parentOf } from '../schema.ts'
import type { TracedStatement } from './statement.ts'

/** Whether anything stands that has rows or shows some. */
export function hasRelations({ handles }: Reading): boolean {
  return [...handles.keys()].some((handle) => handle.startsWith('pg_class:'))
}

/** What differs between two readings of one database, and what has another name. */
export function between(before: Reading, after: Reading): Pick<TracedStatement, 'changes' | 'renames'> {
  return {
    changes: diff(before.schema, after.schema),
    renames: [...before.handles].flatMap(([handle, from]) => {
      const to = after.handles.get(handle)
      return to === undefined || to === from ? [] : [{ from, to }]
    }),
  }
}

/** The highest oid of each catalog at one moment. PostgreSQL gives them in ascending order. */
export type Marks = ReadonlyMap<string, number>

const CATALOGS = [
  'pg_attrdef',
  'pg_class',
  'pg_constraint',
  'pg_namespace',
  'pg_policy',
  'pg_proc',
  'pg_rewrite',
  'pg_statistic_ext',
  'pg_trigger',
  'pg_type',
] as const

const MARKS = CATALOGS.map(
  (catalog) => `SELECT '${catalog}' AS catalog, max(oid)::bigint::float8 AS oid FROM pg_catalog.${catalog}`,
).join(' UNION ALL ')

/** Reads how far the oids are, from the ends of the indexes of the catalogs. */
export async function marksOf(query: (sql: string) => Promise<unknown>): Promise<Marks> {
  const { rows } = (await query(MARKS)) as { rows: { catalog: string; oid: number | null }[] }
  return new Map(rows.map(({ catalog, oid }) => [catalog, oid ?? 0]))
}

/**
 * Tells the changes of several statements apart: what was made belongs to the statement during which its oid was given,
 * and a part without an oid of its own, such as a column, to that of its whole. All else, such as what was changed or
 * dropped, belongs to the last one. `marks` are those after each statement, the one before the first of them in front.
 */
export function apart(
  changes: readonly Change[],
  handles: Reading['handles'],
  marks: readonly Marks[],
): readonly (readonly Change[])[] {
  const handleOf = new Map([...handles].map(([handle, address]) => [address, handle]))
  const isNew = new Set(changes.flatMap(({ before, after }) => (after && !before ? [addressOf(after)] : [])))
  const wholes = new Map(changes.flatMap(({ after }) => (after ? [[addressOf(after), parentOf(after)] as const] : [])))
  const statementOf = (address: Address | undefined): number | undefined => {
    if (address === undefined || !isNew.has(address)) return undefined
    const handle = handleOf.get(address)
    return handle === undefined ? statementOf(wholes.get(address)) : madeAt(handle, marks)
  }
  const parts: Change[][] = marks.slice(1).map(() => [])
  for (const change of changes) parts[statementOf(addressOfChange(change)) ?? parts.length - 1]!.push(change)
  return parts
}

/** The statement, counted from 0, during which an oid was given; nothing where it is older, or in no such catalog. */
function madeAt(handle: string, marks: readonly Marks[]): number | undefined {
  const [catalog = '', oid = ''] = handle.split(':')
  const at = marks.findIndex((mark) => (mark.get(catalog) ?? -1) >= Number(oid))
  return at > 0 ? at - 1 : undefined
}
