import { qualifiedName } from '../base/sql.ts'
import type { Fillable } from './fillable.ts'
import { isKnown, madeUp } from './made-up.ts'

/** How many rows each table is given. */
const ROWS = 4

/** Their numbers. */
export const USUAL = Array.from({ length: ROWS }, (_, at) => at + 1)

/** Rounds of constants that a row is tried with: several columns of one check may each need another. */
const TURNS = [0, 1, 2, 3] as const

/** Which columns a row gives values to: all; what it needs and those of types whose values are known; what it needs alone. */
const COLUMNS = {
  all: () => true,
  known: (column) => column.required || isKnown(column),
  required: ({ required }) => required,
} satisfies Record<string, (column: Fillable['columns'][number]) => boolean>

type Columns = keyof typeof COLUMNS

/**
 * The n-th row of a table, in every way that is worth a try: with usual values, with the constants that its checks mention, and
 * both with fewer columns. Where a change brings constants of its own, every other row begins with these.
 */
export function insertions(table: Fillable, n: number, given: ReadonlyMap<string, string> = new Map()): string[] {
  const turns = table.mentioned.size > 0 ? TURNS : []
  const ways = (['all', 'known', 'required'] as const).flatMap((which) => {
    const usual = insertion(table, n, { which, given })
    const constant = turns.map((turn) => insertion(table, n, { which, given, turn }))
    return table.isPlanned && (n > ROWS || n % 2 === 0) ? [...constant, usual] : [usual, ...constant]
  })
  return [...new Set(ways)]
}

function insertion(
  { schema, name, columns, keys, mentioned, planned }: Fillable,
  n: number,
  {
    which,
    given,
    turn,
  }: { readonly which: Columns; readonly given: ReadonlyMap<string, string>; readonly turn?: number },
): string {
  const written = columns.filter((column) => given.has(column.name) || (column.written && COLUMNS[which](column)))
  if (written.length === 0) return `INSERT INTO ${qualifiedName(schema, name)} DEFAULT VALUES`
  const values = written.map((column) => {
    const own = given.get(column.name)
    if (own !== undefined) return `${own}::${column.type}`
    const key = keys.find((candidate) => candidate.columns.includes(column.name))
    const constants = turn === undefined ? undefined : mentioned.get(column.name)
    if (!key) return `${constants ? constants[(n - 1 + turn!) % constants.length]! : madeUp(column, n)}::${column.type}`
    const referenced = qualifiedName(key.referenced[key.columns.indexOf(column.name)]!)
    // Of a table whose rows a change may refuse, those that hold its constants.
    const place = n > ROWS && planned.has(key.targetOid) ? ((n - 1) % ROWS) | 1 : (n - 1) % ROWS
    return `(SELECT ${referenced} FROM ${key.target} ORDER BY ${referenced} LIMIT 1 OFFSET ${place})`
  })
  const names = written.map((column) => qualifiedName(column.name)).join(', ')
  const overriding = given.size > 0 ? 'OVERRIDING SYSTEM VALUE ' : ''
  return `INSERT INTO ${qualifiedName(schema, name)} (${names}) ${overriding}VALUES (${values.join(', ')})`
}
