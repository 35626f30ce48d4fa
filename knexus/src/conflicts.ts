import { counted } from './base/counted.ts'
import { messageOf, sqlState } from './base/errors.ts'
import type { Change } from './change.ts'
import { majorVersion, rows, type Connection } from './connection/connection.ts'
import { questions, type Question } from './rules/shared/in-the-way.ts'

/** Rows of a live database that a change would fail on, or a question that was not answered. */
export interface Conflict extends Omit<Question, 'repairs'> {
  /** How many; nothing where it was not found out. */
  readonly count?: number
  /** Why it was not found out: it took too long, or what it asks of is not there. */
  readonly unknown?: string
  /** A statement after which there is none of them: a first one, for a person to judge. */
  readonly repair?: string
}

/** How long one question may take, in milliseconds. */
const PATIENCE = 5000

/**
 * Counts the rows that are in the way of some changes: nulls, duplicates, orphans, rows that a check refuses,
 * values that do not fit. Reads only, in a transaction of its own, and gives a question up after five seconds.
 * Answers with what was found, and what was not found out.
 */
export async function conflicts(db: Connection, changes: readonly Change[]): Promise<Conflict[]> {
  const found: Conflict[] = []
  for (const question of questions(changes, await majorVersion(db))) {
    const conflict = await count(db, question)
    if (conflict.count !== 0) found.push(conflict)
  }
  return found
}

async function count(db: Connection, { repairs, ...question }: Question): Promise<Conflict> {
  await db.query('BEGIN READ ONLY')
  try {
    await db.query(`SET LOCAL statement_timeout = ${PATIENCE}`)
    const [row] = await rows<{ count: number }>(db, `SELECT count(*)::float8 AS count FROM (${question.sql}) AS found`)
    const repair = row!.count === 0 ? undefined : await firstOf(db, repairs)
    return { ...question, count: row!.count, ...(repair !== undefined && { repair }) }
  } catch (error) {
    if (question.newColumns && sqlState(error) === '42703') return { ...question, count: 0 }
    const late = sqlState(error) === '57014'
    return { ...question, unknown: late ? `it takes longer than ${PATIENCE / 1000} seconds` : messageOf(error) }
  } finally {
    await db.query('ROLLBACK')
  }
}

/** The first statement that this database says is to be had. What it cannot say in time is not. */
async function firstOf(db: Connection, repairs: Question['repairs']): Promise<string | undefined> {
  for (const { sql, when } of repairs) {
    if (when === undefined) return sql
    await db.query('SAVEPOINT asked')
    try {
      const [found] = await rows<{ answer: boolean }>(db, `SELECT (${when}) AS answer`)
      if (found!.answer) return sql
    } catch {
      await db.query('ROLLBACK TO SAVEPOINT asked')
    }
  }
  return undefined
}

/** A conflict in words, with the query that finds the rows, and a statement that repairs them. */
export function sayConflict({ of, what, sql, count, unknown, repair }: Conflict): string {
  if (count === undefined) return `${what}s in the way of ${of} could not be counted (${unknown}): ${sql}`
  if (what === 'row' || what === 'value') return `${of} is dropped with ${counted(count, what)}: ${sql}`
  const found = `${counted(count, what)} in the way of ${of}: ${sql}`
  return repair === undefined
    ? found
    : `${found}\n  to repair ${count === 1 ? 'it' : 'them'}, if that is what you want: ${repair}`
}
