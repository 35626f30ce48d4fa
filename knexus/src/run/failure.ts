import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import type { Direction } from './events.ts'
import type { Tape } from './tape.ts'

/** A migration that did not finish, told to a person: the file, the statement, what PostgreSQL says, what is left, and the cure. */
export function failure(name: string, direction: Direction, transaction: boolean, tape: Tape | undefined, error: unknown): KnexusError {
  if (error instanceof KnexusError) return error
  const first = tape?.failed?.error ?? error
  const statement = tape?.failed ? ` at statement ${tape.failed.number}` : ''
  const sql = tape?.failed ? `\n${excerpt(tape.failed.sql, positionOf(first))}` : ''
  const cause = `${name} failed${direction === 'down' ? ' going down' : ''}${statement}: ${told(first, tape?.failed?.message ?? messageOf(first))}${sql}`
  const state = sqlState(first) ?? ''
  const left = transaction
    ? 'Its transaction was rolled back: nothing of it is left, and what ran before it stays.'
    : 'It runs without a transaction: the statements before this one are done and noted, and are not run again.'
  return new KnexusError(CODES[state] ?? (isLost(state, first) ? 'connection-lost' : 'migration-failed'), cause, `${left} ${cureOf(state, first, direction)}`, { cause: error })
}

const CODES: Readonly<Record<string, string>> = { '55P03': 'lock-timeout', '40P01': 'lock-timeout', '42501': 'not-allowed', '55P04': 'enum-value-unsafe' }

function cureOf(state: string, error: unknown, direction: Direction): string {
  if (isLost(state, error)) return `See that the database is up, and run \`knexus ${direction}\` again.`
  if (state === '55P03' || state === '40P01') return `Other sessions held the locks for too long: end them, or give a longer lockPatience, and run \`knexus ${direction}\` again.`
  if (state === '42501') return `Grant the privilege to this user, or run as the owner, and run \`knexus ${direction}\` again.`
  if (state === '55P04') return 'Add the enum value in a migration of its own, which commits before the value is used.'
  return `Correct the file and run \`knexus ${direction}\` again.`
}

/** PostgreSQL's own words: message, SQLSTATE, place, detail, hint. */
function told(error: unknown, message: string): string {
  const fields = error as { readonly detail?: unknown; readonly hint?: unknown; readonly where?: unknown }
  const state = sqlState(error)
  const more = [['Detail', fields.detail], ['Hint', fields.hint], ['Where', fields.where]]
    .filter(([, value]) => typeof value === 'string').map(([label, value]) => `\n${String(label)}: ${String(value)}`)
  return `${message}${state ? ` (${state})` : ''}${more.join('')}`
}

function positionOf(error: unknown): number | undefined {
  const position = Number((error as { readonly position?: unknown }).position)
  return Number.isInteger(position) && position > 0 ? position : undefined
}

/** The statement, cut to the line that PostgreSQL points at, with a caret under the place. */
function excerpt(sql: string, position: number | undefined): string {
  if (position === undefined) return sql.length > 2_000 ? `${sql.slice(0, 2_000)} ...` : sql
  const before = Array.from(sql).slice(0, position - 1).join('')
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  const lines = sql.split('\n')
  const shown = lines.slice(Math.max(0, line - 4), line)
  return `${shown.join('\n')}\n${' '.repeat(column - 1)}^ line ${line}, column ${column}`
}

/** Class 08, or the server going away, or the socket. */
function isLost(state: string, error: unknown): boolean {
  return state.startsWith('08') || state.startsWith('57P0') || ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT'].includes(state)
    || /Connection terminated|connection ended|not queryable/i.test(messageOf(error))
}
