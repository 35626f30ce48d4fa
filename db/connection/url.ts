import type { Knex } from 'knex'
import { parseIntoClientConfig } from 'pg-connection-string'
import { SettingsError } from './settings.ts'

/** Where a server is and who asks, in parts. */
export type Connection = Knex.PgConnectionConfig & {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/**
 * Takes a `postgres://user:password@host:port/database?options` apart.
 * The password may be percent-encoded, or stand as it is with `%`, `@`, `/`, `:`, `#` or `?` in it.
 * @param variable the name of the variable it came from, for the message; the text itself is never shown
 */
export function fromUrl(text: string, variable: string): Connection {
  const [scheme, rest] =
    parts(/^(postgres(?:ql)?:\/\/)(.+)$/s, text.trim()) ?? refuse(variable, 'does not begin with postgres://')
  const { user, password, tail } =
    credentials(scheme, rest) ?? refuse(variable, 'has no user: postgres://user:password@host:5432/database')
  const config = parse(scheme + tail, variable)
  const { host, database } = config
  if (!host) return refuse(variable, 'has no host: postgres://user:password@host:5432/database')
  if (!database) return refuse(variable, 'has no database: postgres://user:password@host:5432/database')
  return {
    ...config,
    host,
    database,
    port: config.port ?? 5432,
    user: decode(user),
    ...(password === undefined ? {} : { password: decode(password) }),
  }
}

/**
 * The part after the last `@` that can be a server is the server; what stands before it is user and password, whatever
 * it contains.
 */
function credentials(
  scheme: string,
  rest: string,
): { user: string; password: string | undefined; tail: string } | undefined {
  const standard = URL.canParse(scheme + rest) ? new URL(scheme + rest) : undefined
  const plain = standard && standard.username !== '' && standard.hash === '' && !standard.pathname.includes('@')
  const at = plain
    ? rest.lastIndexOf('@', rest.search(/[/?]|$/))
    : rest.search(/@(?:\[[^\]]*\]|[^:/?#@[\]\s]*)(?::\d+)?(?:\/[^@]*)?$/)
  if (at < 1) return undefined
  const [user, password] = parts(/^([^:]+):(.*)$/s, rest.slice(0, at)) ?? [rest.slice(0, at), undefined]
  return { user, password, tail: rest.slice(at + 1) }
}

/** Percent-decoded; text with a stray `%` was never encoded and stays as it is. */
function decode(text: string): string {
  if (/%(?![0-9a-f]{2})/i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parse(url: string, variable: string): Knex.PgConnectionConfig {
  try {
    const config: Knex.PgConnectionConfig = {}
    return Object.assign(config, parseIntoClientConfig(url))
  } catch {
    return refuse(variable, 'cannot be read: check the host, the port and the options after "?"')
  }
}

function parts(pattern: RegExp, text: string): readonly [string, string] | undefined {
  const [, first, second] = pattern.exec(text) ?? []
  return first === undefined || second === undefined ? undefined : [first, second]
}

function refuse(variable: string, fault: string): never {
  throw new SettingsError(
    `${variable} ${fault}. Write the password percent-encoded if it is unusual. (The value is not shown, it may hold a password.)`,
  )
}
