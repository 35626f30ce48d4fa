import type { ClientConfig } from 'pg'
import { KnexusError } from '../base/errors.ts'

/** What a place may be said to be, after a function has been asked. */
export type Given = string | ClientConfig

/**
 * Looks at where a connection is said to be, before anything is opened: a URL that cannot be read would lead to whatever the PG*
 * variables name. `where` tells the reader which one it is. Throws `bad-url`, `no-connection`; the URL itself is
 * never in the message.
 */
export function checkPlace(given: unknown, where: string): void {
  const url = urlOf(given)
  if (url !== undefined) checkUrl(url, where)
  else if (given === undefined || given === null || given === '' || isEmptyUrl(given))
    throw new KnexusError(
      'no-connection',
      `${where} is empty, so it is not known which database is meant.`,
      'Set the variable that it is read from, such as DATABASE_URL, in .env or the environment.',
    )
}

/** The database that is asked for; undefined where the place leaves that to others. */
export function databaseAsked(given: unknown): string | undefined {
  const url = urlOf(given)
  if (url === undefined) {
    const named = typeof given === 'object' && given !== null && 'database' in given ? given.database : undefined
    return typeof named === 'string' && named !== '' ? named : undefined
  }
  return decodeURIComponent(/^[a-z]+:\/\/[^/?#]*\/([^?#]*)/i.exec(url)?.[1] ?? '') || undefined
}

/** A place with another database in it. */
export function withDatabase(given: Given, database: string): ClientConfig {
  const url = urlOf(given)
  const rest = typeof given === 'string' ? {} : given
  if (url === undefined) return { ...rest, database }
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return { ...rest, connectionString: other.href }
}

function urlOf(given: unknown): string | undefined {
  if (typeof given === 'string' && given !== '') return given
  const { connectionString } = (typeof given === 'object' && given !== null ? given : {}) as ClientConfig
  return typeof connectionString === 'string' && connectionString !== '' ? connectionString : undefined
}

/** An object whose URL was to come from a variable that is not set, and which says nothing else. */
function isEmptyUrl(given: unknown): boolean {
  return (
    typeof given === 'object' &&
    given !== null &&
    'connectionString' in given &&
    !('host' in given || 'database' in given)
  )
}

const ENCODE =
  'In the user and the password of a URL, / is written %2F, # %23, ? %3F, @ %40, : %3A and % %25; or give host, ' +
  'user, password and database one by one.'

function checkUrl(url: string, where: string): void {
  // A folder with a socket, which the driver understands.
  if (url.startsWith('/') || url.startsWith('socket:')) return
  const [, authority, rest] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  const isPostgres = authority !== undefined && rest !== undefined
  const fault = isPostgres ? (faultAround(url, authority, rest) ?? faultInside(url)) : 'it is not a postgres:// URL'
  if (fault === undefined) return
  throw new KnexusError(
    'bad-url',
    `${where} cannot be read: ${fault}.`,
    isPostgres ? ENCODE : 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
  )
}

/** What would make its parts begin and end elsewhere than its writer meant. */
function faultAround(url: string, authority: string, rest: string): string | undefined {
  const path = /^[^?]*/.exec(rest)![0]
  if (rest.includes('#')) return 'it has a #, behind which nothing is read'
  if (path.includes('@') || (rest.includes('@') && !authority.includes('@')))
    return 'the part that names the host ends before the last @, at a / or a ? that belongs to the password'
  return /\s/.test(url) ? 'it has a blank in it' : undefined
}

/** What is wrong with one of its parts. */
function faultInside(url: string): string | undefined {
  if (!URL.canParse(url)) return 'host or port are not what they should be'
  const { username, password, pathname, hostname, searchParams } = new URL(url)
  if (![username, password, pathname].every(isDecodable)) return 'a % in it is not followed by two hexadecimal digits'
  if (pathname.indexOf('/', 1) > 0) return 'the name of the database has a / in it'
  return hostname === '' && !searchParams.get('host') ? 'it has no host' : undefined
}

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}
