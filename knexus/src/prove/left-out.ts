import { rows, type Connection } from '../connection/connection.ts'
import { qualifiedName } from '../base/sql.ts'
import { namesIn } from '../base/tokens.ts'
import { forgetMoved, nameOf, placesOf } from './moved-rows.ts'
import { failing, isConversion, passes, type Failing } from './passes.ts'
import { bare } from './rows.ts'
import { PLACE, type RowsSeen, type TableSeen } from './seen.ts'
import type { UnusualRows } from './unusual-rows.ts'

/**
 * Finds the made-up rows that statements refuse, by trying them with each beside those that passed, and takes them away from the
 * database and from what was seen of it. Rows that others refer to stay. Answers whether there were any.
 */
export async function leaveOut(
  db: Connection,
  statements: readonly string[],
  seen: RowsSeen,
  unusual: UnusualRows,
  refusals = unusual.refusals,
): Promise<boolean> {
  let some = false
  for (const [address, table] of seen) {
    const name = table.count > 0 ? await nameOf(db, table) : undefined
    if (name === undefined || !statements.some((sql) => sql.includes(bare(name)))) continue
    const usual = table.count - (unusual.tables.get(address) ?? 0)
    // They are to blame if it passes without them: all of them, or those that nothing refers to.
    const first = await firstOf([0, usual], (from) => passes(db, removal(name, `place > ${from}`), ...statements))
    if (first === undefined) continue
    const refused = new Map<number, Failing>()
    for (let at = first; at < table.count; at += 1) {
      const left = [...refused.keys(), ...Array.from({ length: table.count - at - 1 }, (_, after) => at + 1 + after)]
      const others = removal(name, `place - 1 IN (${left.join(', ') || 'NULL'})`)
      const culprit = await failing(db, others, ...statements)
      // Where the others cannot be taken away either, all statements may be to blame.
      if (culprit) refused.set(at, culprit.sql === others ? { ...culprit, sql: statements.join('; ') } : culprit)
    }
    if (refused.size === 0) continue
    if (refusals === unusual.refusals) fail(unusual, refused, refused.size < table.count)
    const places = await placesOf(db, seen, table)
    await db.query(removal(name, `place - 1 IN (${[...refused.keys()].join(', ')})`))
    await note(db, address, table, refused, unusual, refusals)
    const gone = (await forgetMoved(db, places)).get(table) ?? []
    unusual.tables.set(address, table.count - usual + gone.filter((at) => at < usual).length)
    some = true
  }
  return some
}

/** Remembers statements that some rows do not pass, and whether any does. */
function fail({ failing: known }: UnusualRows, refused: ReadonlyMap<number, Failing>, somePass: boolean): void {
  for (const { sql } of refused.values()) known.set(sql, somePass)
}

async function firstOf(
  candidates: readonly number[],
  holds: (one: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (const one of candidates) if (await holds(one)) return one
  return undefined
}

/**
 * Remembers what was special about the rows that were refused, in the columns that are to blame. On the way up only a value
 * that does not become another is told: what a constraint refuses, other rows may hold.
 */
async function note(
  db: Connection,
  address: string,
  table: TableSeen,
  refused: ReadonlyMap<number, Failing>,
  unusual: UnusualRows,
  refusals: UnusualRows['refusals'],
): Promise<void> {
  const isUp = refusals === unusual.refusals
  const told = [...refused].filter(([, culprit]) => !isUp || isConversion(culprit))
  const blamed = await blamedBy(db, table, [...new Set(told.map(([, { sql }]) => sql))])
  const columns = [...table.columns].filter(([, { name }]) => blamed.has(name))
  const found = columns.map(([number, { name, values }]) => {
    const words = unusual.special.get(`${table.oid}.${number}`)
    return [`${address}.${qualifiedName(name)}`, told.flatMap(([at]) => words?.get(values?.[at] ?? '') ?? [])] as const
  })
  const special = found.filter(([, what]) => what.length > 0)
  // On the way up the statement itself is told; what does not come back has no other name than its columns'.
  for (const [column, what] of special.length > 0 || isUp ? special : found)
    refusals.set(column, new Set([...(refusals.get(column) ?? []), ...what]))
}

/** The columns that statements mention, and those of the constraints that they do: VALIDATE CONSTRAINT mentions no column. */
async function blamedBy(
  db: Connection,
  { oid }: TableSeen,
  statements: readonly string[],
): Promise<ReadonlySet<string>> {
  const names = statements.flatMap(namesIn)
  const ofConstraints = await rows<{ name: string }>(
    db,
    `SELECT a.attname AS name FROM pg_constraint x JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = ANY (x.conkey)
     WHERE x.conrelid = $1 AND x.conname = ANY ($2)`,
    [oid, names],
  )
  return new Set([...names, ...ofConstraints.map(({ name }) => name)])
}

function removal(table: string, which: string): string {
  return (
    `DELETE FROM ${table} WHERE (tableoid, ctid) IN (SELECT tableoid, ctid FROM (SELECT tableoid, ctid, ` +
    `row_number() OVER (ORDER BY ${PLACE}) AS place FROM ${table}) AS placed WHERE ${which})`
  )
}
