import { cycles } from '../base/graph.ts'
import { qualifiedName } from '../base/sql.ts'
import type { Fillable } from './fillable.ts'
import { insertions } from './insertions.ts'
import { madeUp } from './made-up.ts'

/** Tables whose rows cannot be without each other's, or a table whose rows cannot be without one another. */
export interface Circle {
  readonly tables: readonly Fillable[]
  /** By table and column, the column whose made-up value it has: all that are tied by keys have one value. */
  readonly tied: ReadonlyMap<Fillable, ReadonlyMap<string, Place>>
}

interface Place {
  readonly table: Fillable
  readonly column: Fillable['columns'][number]
}

type Key = Fillable['keys'][number]

/** The circles among tables that are empty, of keys whose columns must have a value. */
export function circlesOf(empty: readonly Fillable[], filled: ReadonlySet<Fillable>): Circle[] {
  const at = new Map(empty.map((table, index) => [table.oid, index]))
  const graph = empty.map((table) =>
    filled.has(table) ? [] : requiredKeys(table).flatMap(({ targetOid }) => at.get(targetOid) ?? []),
  )
  const alone = graph.flatMap((targets, index) => (targets.includes(index) ? [[index]] : []))
  const groups = cycles(graph)
  const joined = new Set(groups.flat())
  return [...groups, ...alone.filter(([index]) => !joined.has(index!))].map((group) =>
    circle(group.map((index) => empty[index]!)),
  )
}

function requiredKeys({ columns, keys }: Fillable): readonly Key[] {
  const required = new Set(columns.flatMap(({ name, required }) => (required ? [name] : [])))
  return keys.filter((key) => key.columns.some((name) => required.has(name)))
}

/** Ties the columns of each key to those it refers to. */
function circle(tables: readonly Fillable[]): Circle {
  const byOid = new Map(tables.map((table) => [table.oid, table]))
  const tied = new Map<Fillable, Map<string, Place>>(tables.map((table) => [table, new Map()]))
  const placeOf = (table: Fillable, name: string): Place | undefined => {
    const column = table.columns.find((one) => one.name === name)
    return tied.get(table)!.get(name) ?? (column && { table, column })
  }
  for (const table of tables)
    for (const key of requiredKeys(table)) {
      const target = byOid.get(key.targetOid)
      if (!target) continue
      for (const [index, name] of key.columns.entries()) {
        const referenced = key.referenced[index]!
        const [from, to] = [placeOf(table, name), placeOf(target, referenced)]
        if (!from || !to) continue
        tied.get(table)!.set(name, to)
        tied.get(target)!.set(referenced, to)
        for (const columns of tied.values())
          for (const [column, place] of columns)
            if (place.table === from.table && place.column === from.column) columns.set(column, to)
      }
    }
  return { tables, tied }
}

/**
 * The n-th row of every table of a circle, in every way that is worth a try. Each way is one statement: PostgreSQL looks
 * whether the rows that keys refer to are there when it ends.
 */
export function insertionsOf({ tables, tied }: Circle, n: number): string[] {
  const ways = tables.map((table) => {
    const given = [...tied.get(table)!].map(([name, { column }]) => [name, madeUp(column, n)] as const)
    return insertions(table, n, new Map(given))
  })
  const most = Math.max(...ways.map(({ length }) => length))
  return Array.from({ length: most }, (_, way) => {
    const rows = ways.map((own) => own[Math.min(way, own.length - 1)]!)
    const others = rows.slice(1).map((sql, at) => `${qualifiedName(`other ${at}`)} AS (${sql})`)
    return `${others.length > 0 ? `WITH ${others.join(', ')} ` : ''}${rows[0]!}`
  })
}
