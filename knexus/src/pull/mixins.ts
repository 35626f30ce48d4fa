import { groupBy } from './collections.ts'
import { indent, type Uses } from './print.ts'
import type { TableCode } from './tables.ts'

/** Columns that several tables share to the letter: `...timestamps()`. */
export interface Mixin {
  readonly id: string
  readonly columns: TableCode['columns']
  /** The package has it already. */
  readonly isOwn: boolean
}

const UUID_KEY = ['id: uuid().primary().defaultTo(sql`gen_random_uuid()`)']
const TIMESTAMPS = [
  'created_at: timestamp().notNullable().defaultTo(sql`now()`)',
  'updated_at: timestamp().notNullable().defaultTo(sql`now()`)',
]

/** The names of moments that a table keeps of its rows, in pairs. */
const PAIRS = /^(?:created|creation|inserted|insertion|create|added)_?(?:at|on|time|date)$/i
const SECONDS = /^(?:updated|modified|modification|update|changed)_?(?:at|on|time|date)$/i

/** The mixins of a schema: a uuid key and a pair of timestamps, where at least two tables have exactly the same. */
export function findMixins(tables: readonly TableCode[]): readonly Mixin[] {
  const keys = tables.flatMap(({ columns: [first] }) =>
    first?.line.startsWith('id: uuid().primary(') ? [[first]] : [],
  )
  const pairs = tables.flatMap(({ columns }) =>
    columns.flatMap((column, at) => {
      const next = columns[at + 1]
      return next && PAIRS.test(column.name) && SECONDS.test(next.name) ? [[column, next]] : []
    }),
  )
  return [mixin('uuidKey', keys, UUID_KEY), mixin('timestamps', pairs, TIMESTAMPS)].filter(
    (found) => found !== undefined,
  )
}

function mixin(id: string, groups: readonly Mixin['columns'][], known: readonly string[]): Mixin | undefined {
  const votes = groupBy(groups, (columns) => columns.map(({ line }) => line).join('\n'))
  const [best] = [...votes.values()].sort((a, b) => b.length - a.length)
  if (!best || best.length < 2) return undefined
  const columns = best[0]!
  return { id, columns, isOwn: columns.map(({ line }) => line).join('\n') === known.join('\n') }
}

/** The columns of a table, with those of a mixin replaced by it. */
export function withMixins({ columns }: TableCode, mixins: readonly Mixin[], uses: Uses): string[] {
  const left = [...columns]
  for (const { id, columns: shared } of mixins) {
    const at = left.findIndex((_, place) => shared.every(({ line }, offset) => left[place + offset]?.line === line))
    if (at >= 0) left.splice(at, shared.length, { name: id, line: `...${id}()`, uses: new Set([id]) })
  }
  for (const column of left) for (const used of column.uses) uses.add(used)
  return left.map(({ line }) => line)
}

/** A mixin that the package does not have. */
export function mixinCode({ columns }: Mixin): string {
  return `() => ({\n${columns.map(({ line }) => `${indent(line)},\n`).join('')}})`
}
