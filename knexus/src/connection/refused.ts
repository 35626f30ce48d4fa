import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import type { ErrorCode } from '../base/error-codes.ts'

/** Where a connection was to lead, and who asked, as far as that is known; never the password. */
export interface Asked {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly database?: string | undefined
  readonly user?: string | undefined
}

interface Reason {
  readonly code: ErrorCode
  readonly says: (where: string, message: string, asked: Asked) => string
  readonly cure: string | ((asked: Asked) => string)
}

const WAKE = 'Start PostgreSQL there, or correct host and port in .env or the environment.'
const NO_ADDRESS: Reason = {
  code: 'database-unreachable',
  says: (_where, message, { host }) =>
    host === undefined ? `The host of the database has no address: ${message}` : `The host "${host}" has no address.`,
  cure: ({ host }) =>
    host === undefined || host === 'db'
      ? 'The host "db" exists only between Docker containers: use --env development on the host, or run the ' +
        'command in the container.'
      : 'Correct the host in .env or the environment.',
}
const SILENT: Reason = {
  code: 'database-unreachable',
  says: (where, message) => `No server answers${where}: ${message}.`,
  cure: WAKE,
}
const REFUSED: Reason = {
  code: 'wrong-password',
  says: (where, message, { user }) =>
    `The server${where} refused ${user === undefined ? 'the user' : `user "${user}"`}: ${message}.`,
  cure: 'Correct the user and the password in .env or the environment.',
}

/** By the code of an error, PostgreSQL's or the operating system's, what stands in the way. */
const REASONS: Readonly<Record<string, Reason>> = {
  ENOTFOUND: NO_ADDRESS,
  EAI_AGAIN: NO_ADDRESS,
  ECONNREFUSED: SILENT,
  ETIMEDOUT: SILENT,
  EHOSTUNREACH: SILENT,
  ENOENT: SILENT,
  '28P01': REFUSED,
  '28000': REFUSED,
  '3D000': {
    code: 'database-missing',
    says: (where, message) =>
      where === '' ? `The database does not exist: ${message}.` : `There is no database${where}.`,
    cure: 'Create it with npx knexus up --create-database, or correct the name in .env or the environment.',
  },
  '53300': {
    code: 'too-many-connections',
    says: (where, message) => `The server${where} accepts no more connections: ${message}.`,
    cure: 'Wait, end sessions that nobody needs, or raise max_connections.',
  },
}

/** The server was there, and refuses the settings of a session. */
const SESSION: Reason = {
  code: 'session-refused',
  says: (where, message) =>
    `The database${where} was reached, and refuses the settings that a run starts with: ${message}.`,
  cure: 'Grant this user what it lacks, or take the setting out of the connection that the server refuses.',
}

const OTHER: Reason = {
  code: 'connection-failed',
  says: (where, message) => `The connection${where} failed: ${message}.`,
  cure: 'Try the same connection with psql to see what the server says.',
}

/** What stands in the way to a database, and what to do about it. */
export function unreachable(error: unknown, asked: Asked = {}): KnexusError {
  const state = sqlState(error) ?? ''
  const isOfServer = /^[0-9A-Z]{5}$/.test(state) && !/^(?:08|57P|E)/.test(state)
  const { code, says, cure } = REASONS[state] ?? (isOfServer ? SESSION : OTHER)
  const { host, port, database } = asked
  const where = host === undefined ? '' : ` at ${host}:${port ?? ''}/${database ?? ''}`
  return new KnexusError(code, says(where, messageOf(error), asked), typeof cure === 'string' ? cure : cure(asked), {
    cause: error,
  })
}
