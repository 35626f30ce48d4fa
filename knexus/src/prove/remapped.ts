import { pathOf } from '../base/address.ts'
import type { Remap } from '../base/kind.ts'
import { qualifiedName, quoteLiteral } from '../base/sql.ts'
import { rows, type Connection } from '../connection/connection.ts'
import { successions } from '../plan/successions.ts'
import { parentOf, type Schema } from '../schema.ts'
import { shapesOf, type TableShape } from './shapes.ts'
import type { Renamed, RowsSeen } from './seen.ts'

/** What models say that values become, by column: `public.t.mood`. */
export type Remapped = ReadonlyMap<string, Remap>

/** The columns whose values become others because a model says so. */
export function remapped(from: Schema, to: Schema): Remapped {
  return new Map(
    [...successions(from, to)].flatMap(([address, { labels = {} }]): [string, Remap][] =>
      parentOf(to.get(address)!) === undefined || Object.keys(labels).length === 0 ? [] : [[pathOf(address), labels]],
    ),
  )
}

/** What becomes of values: by models, on the way up and on the way back. */
export interface Remapping {
  readonly columns: Remapped
  /** What those that were seen are to be after up. */
  readonly values: Renamed
  /** What they are to be after down: what became another may become what it was. */
  readonly back: Renamed
}

/** What is to become of the values that were seen. */
export async function remapping(db: Connection, seen: RowsSeen, columns: Remapped, back: Remapped): Promise<Remapping> {
  return {
    columns,
    values: await remappedValues(db, seen, columns),
    back: await remappedValues(db, seen, thereAndBack(columns, back)),
  }
}

function thereAndBack(columns: Remapped, back: Remapped): Remapped {
  return new Map(
    [...columns].map(([column, remap]): [string, Remap] => [
      column,
      Object.fromEntries(Object.entries(remap).map(([old, now]) => [old, back.get(column)?.[now] ?? now])),
    ]),
  )
}

/** Values of a column that become others, as SQL expressions; alone and beside others in arrays. */
export function doomed(
  remap: Remap | undefined,
  { category }: Pick<TableShape['columns'][number], 'category'>,
): string[] {
  return Object.entries(remap ?? {}).flatMap(([old, now]) => {
    const [one, other] = [quoteLiteral(old), quoteLiteral(now)]
    return category === 'A' ? [`ARRAY[${one}]`, `ARRAY[${other}, NULL, ${one}, ${one}]`] : [one]
  })
}

/** What the values that were seen are to be afterwards, if exactly those become others of which the models say so. */
async function remappedValues(db: Connection, seen: RowsSeen, columns: Remapped): Promise<Renamed> {
  const result = new Map<string, Map<string | null, string | null>>()
  if (columns.size === 0) return result
  for (const { oid, schema, name, columns: all } of await shapesOf(db)) {
    for (const { number, name: column, category } of all) {
      const table = qualifiedName(schema, name)
      const remap = columns.get(`${table}.${qualifiedName(column)}`)
      // One that another was put in the place of had its name, and another number.
      const held = [...(seen.get(table)?.columns ?? [])]
      const [place, was] = held.find(([at]) => at === number) ?? held.find(([, { name: at }]) => at === column) ?? []
      const values = was?.values?.filter((value) => value !== null)
      if (!remap || !values || values.length === 0) continue
      const become = category === 'A' ? await inArrays(db, values, remap) : values.map((value) => remap[value] ?? value)
      result.set(`${oid}.${place}`, new Map(values.map((value, at) => [value, become[at]!])))
    }
  }
  return result
}

async function inArrays(db: Connection, values: readonly string[], remap: Remap): Promise<string[]> {
  const replaced = Object.entries(remap).reduce(
    (list, [old, now]) => `array_replace(${list}, ${quoteLiteral(old)}, ${quoteLiteral(now)})`,
    'value::text[]',
  )
  const found = await rows<{ value: string }>(
    db,
    `SELECT ${replaced}::text AS value
      FROM unnest(ARRAY[${values.map(quoteLiteral).join(', ')}]::text[]) WITH ORDINALITY AS all_of_them(value, place)
      ORDER BY place`,
  )
  return found.map(({ value }) => value)
}

/** What becomes of values by one change and then by another. */
export function composed(first: Renamed, then: Renamed): Renamed {
  const both = new Map(then)
  for (const [column, words] of first) {
    const next = then.get(column)
    both.set(
      column,
      new Map([...(next ?? []), ...[...words].map(([old, now]) => [old, next?.get(now) ?? now] as const)]),
    )
  }
  return both
}
