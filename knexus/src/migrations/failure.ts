import type { ErrorCode } from '../base/error-codes.ts'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import { withoutSecrets } from '../base/redact.ts'
import { cureOf } from './cure.ts'
import type { Direction } from './events.ts'
import type { Place } from '../connection/place.ts'
import type { Tape } from './tape.ts'

/** What a failure comes to: what happened to the migration, and how to get on. */
interface Outcome {
  readonly fits: (state: string, error: unknown) => boolean
  readonly code: ErrorCode
  readonly happened: string
  readonly cure: (direction: Direction, tape: Tape | undefined) => string
}

/** The first that fits is told. */
const OUTCOMES: readonly [...Outcome[], Outcome] = [
  {
    fits: isLost,
    code: 'connection-lost',
    happened: 'lost its connection',
    cure: (direction) => `Make sure that the database is up, and run \`knexus ${direction}\` again.`,
  },
  {
    fits: (state) => state === '55P03' || state === '40P01',
    code: 'lock-timeout',
    happened: 'did not get a lock in time',
    cure: (direction) =>
      `End the sessions that hold it, or give a longer lockPatience, and run \`knexus ${direction}\` again.`,
  },
  {
    fits: (state) => state === '42501',
    code: 'not-allowed',
    happened: 'lacks a privilege',
    cure: (direction) => `Grant it to this user, or run as the owner, and run \`knexus ${direction}\` again.`,
  },
  {
    fits: (state) => state === '55P04',
    code: 'enum-value-unsafe',
    happened: 'uses an enum value that is not committed yet',
    cure: () => 'Add the value in a migration of its own, which commits before it is used.',
  },
  {
    fits: (_, error) => messageOf(error).endsWith('Query read timeout'),
    code: 'migration-failed',
    happened: 'took longer than query_timeout of the connection allows',
    cure: (direction) =>
      'The driver gave up a statement, and the server may still be at work on it. Take query_timeout out of the ' +
      `connection, or make it longer than the longest statement, and run \`knexus ${direction}\` again.`,
  },
  { fits: () => true, code: 'migration-failed', happened: 'failed', cure: cureOf },
]

/**
 * A migration that did not finish, told to a person: the file, the statement, what PostgreSQL says, and the cure.
 * What is left of it is for the caller to add.
 */
export function failure(name: string, direction: Direction, tape: Tape | undefined, error: unknown): KnexusError {
  const failed = tape?.failed
  const first = failed?.error ?? error
  if (error instanceof KnexusError)
    // Knex has put the statement before the message.
    return first === error && failed
      ? new KnexusError(error.code, failed.message, error.cure, { cause: error.cause })
      : error
  const state = sqlState(first) ?? ''
  const { code, happened, cure } = OUTCOMES.find(({ fits }) => fits(state, first))!
  const at = `${direction === 'down' ? ' going down' : ''}${failed ? ` at statement ${failed.number}` : ''}`
  const message = `${name} ${happened}${at}: ${said(first, failed)}`
  const wentOn = state !== ABORTED && sqlState(error) === ABORTED ? `${SAVEPOINT} ` : ''
  return new KnexusError(code, message, `${wentOn}${cure(direction, tape)}`, { cause: error })
}

/** in_failed_sql_transaction: a statement was sent after the one that failed. */
const ABORTED = '25P02'
const SAVEPOINT =
  'The file caught the error and continued, but a transaction takes no more statements after one: ' +
  'put what may fail into `await knex.transaction(...)`, which is a savepoint.'

/** What PostgreSQL says without secrets, and the statement it says it about. */
function said(error: unknown, failed: Tape['failed']): string {
  if (!failed) return withoutSecrets(told(error, messageOf(error)), [])
  return `${withoutSecrets(told(error, failed.message), failed.masked)}\n${excerpt(failed.sql, positionOf(error), failed.at)}`
}

/**
 * What went wrong around the migrations, as with the tables of the history; what is neither a privilege nor the
 * connection stays as it is.
 */
export function failureAround(error: unknown, { user, database }: Place): unknown {
  if (error instanceof KnexusError) return error
  const state = sqlState(error) ?? ''
  const what = told(error, messageOf(error))
  if (state === '42501') {
    return new KnexusError(
      'not-allowed',
      `${user} lacks a privilege in ${database}: ${what}`,
      'Grant it to this user, or run as the owner of the history; `knexus doctor` lists what migrations need.',
      { cause: error },
    )
  }
  if (state === '25006')
    return new KnexusError(
      'not-allowed',
      `The sessions of ${user} in ${database} are read-only: ${what}`,
      'Take the setting default_transaction_read_only off the user, the database or the connection.',
      { cause: error },
    )
  if (isLost(state, error))
    return new KnexusError(
      'connection-lost',
      `The connection to ${database} was lost: ${what}`,
      'Make sure that the database is up, and run the command again.',
      { cause: error },
    )
  return error
}

/** PostgreSQL's own words: message, SQLSTATE, place, detail, hint. */
function told(error: unknown, message: string): string {
  const fields = error as { readonly detail?: unknown; readonly hint?: unknown; readonly where?: unknown }
  const state = sqlState(error)
  const more = [
    ['Detail', fields.detail],
    ['Hint', fields.hint],
    ['Where', fields.where],
  ]
    .filter(([, value]) => typeof value === 'string')
    .map(([label, value]) => `\n${String(label)}: ${String(value)}`)
  return `${message}${state ? ` (${state})` : ''}${more.join('')}`
}

function positionOf(error: unknown): number | undefined {
  const position = Number((error as { readonly position?: unknown }).position)
  return Number.isInteger(position) && position > 0 ? position : undefined
}

/** The statement, cut to the line that PostgreSQL points at, with a caret under the place. */
function excerpt(sql: string, position: number | undefined, at: (place: number) => number): string {
  if (position === undefined) return sql.length > 2_000 ? `${sql.slice(0, 2_000)} ...` : sql
  const before = sql.slice(0, at(position - 1))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  const lines = sql.split('\n')
  const shown = lines.slice(Math.max(0, line - 4), line)
  return `${shown.join('\n')}\n${' '.repeat(column - 1)}^ line ${line}, column ${column}`
}

/** Class 08, or the server going away, or the socket. */
function isLost(state: string, error: unknown): boolean {
  return (
    state.startsWith('08') ||
    state.startsWith('57P0') ||
    ['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ETIMEDOUT'].includes(state) ||
    /Connection terminated|connection ended|not queryable/i.test(messageOf(error))
  )
}

/** What a migration that runs without a transaction leaves when it fails: `halfBuilt` are invalid indexes, as quoted paths. */
export function withSteps(error: KnexusError, halfBuilt: readonly string[]): KnexusError {
  const left = [
    'It runs without a transaction: the statements before this one are done and noted, and are not run again.',
    ...(halfBuilt.length > 0
      ? [
          `It left ${halfBuilt.join(', ')} half-built: the next \`knexus up\` builds it again, ` +
            'and `knexus down` drops it if nothing else of the file was done.',
        ]
      : []),
  ]
  return new KnexusError(error.code, error.message, `${left.join(' ')} ${error.cure}`, { cause: error.cause ?? error })
}
