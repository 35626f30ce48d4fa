import type { ClientConfig } from 'pg'
import { KnexusError } from '../base/errors.ts'

/** What a place may be said to be, after a function has been asked. */
export type Given = string | ClientConfig

/**
 * Looks at where a connection is said to be, before anything is opened: a URL that cannot be read would lead to whatever the PG*
 * variables name. `where` tells the reader which one it is. Throws `bad-url`, `no-connection`; the URL itself is never in the message.
 */
export function checkPlace(given: unknown, where: string): void {
  const url = urlOf(given)
  if (url !== undefined) checkUrl(url, where)
  else if (given === undefined || given === null || given === '' || isEmptyUrl(given))
    throw new KnexusError(
      'no-connection',
      `${where} is empty, so nobody has said which database is meant.`,
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
  'In the user and the password of a URL, / is written %2F, # %23, ? %3F, @ %40, : %3A and % %25; or give host, user, password and database one by one.'

function checkUrl(url: string, where: string): void {
  const bad = (why: string, cure = ENCODE) => new KnexusError('bad-url', `${where} cannot be read: ${why}.`, cure)
  // A folder with a socket, which the driver understands.
  if (url.startsWith('/') || url.startsWith('socket:')) return
  const [, authority, rest] = /^postgres(?:ql)?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  if (authority === undefined || rest === undefined)
    throw bad('it is not a postgres:// URL', 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.')
  const path = /^[^?]*/.exec(rest)![0]
  if (rest.includes('#')) throw bad('it has a #, behind which nothing is read')
  if (path.includes('@') || (rest.includes('@') && !authority.includes('@')))
    throw bad('the part that names the host ends before the last @, at a / or a ? that belongs to the password')
  if (/\s/.test(url)) throw bad('it has a blank in it')
  try {
    const parsed = new URL(url)
    for (const part of [parsed.username, parsed.password, parsed.pathname]) decodeURIComponent(part)
    if (parsed.pathname.indexOf('/', 1) > 0) throw bad('the name of the database has a / in it')
    if (parsed.hostname === '' && !parsed.searchParams.get('host')) throw bad('it names no host')
  } catch (error) {
    if (error instanceof KnexusError) throw error
    throw bad(
      error instanceof URIError
        ? 'a % in it is not followed by two hexadecimal digits'
        : 'host or port are not what they should be',
    )
  }
}
