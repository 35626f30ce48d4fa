import { connect, type Settings } from '../connection/connect.ts'
import { LIMITS } from '../connection/limits.ts'
import { rows, type Connection } from '../connection/connection.ts'

/** The settings of a session by which PostgreSQL reads a statement: '01-02-2024' is another date by another `datestyle`. */
export interface SessionSettings {
  /** Every one of them with its value. */
  readonly all: Readonly<Record<string, string>>
  /**
   * Those that another database of the same server has not by itself, because they are said for this database or this
   * connection; and no limit of time where it would have one.
   */
  readonly own: Readonly<Record<string, string>>
}

/** What decides what a statement means or where its object goes. Those that are only printed by are none of them. */
const READ_BY: readonly string[] = [
  'array_nulls',
  'backslash_quote',
  'check_function_bodies',
  'datestyle',
  'intervalstyle',
  'search_path',
  'standard_conforming_strings',
  'timezone',
  'timezone_abbreviations',
  'transform_null_equals',
  'xmloption',
]

/** Names of what only one server may have. */
const OF_SERVER: readonly string[] = ['default_table_access_method', 'default_tablespace', 'lc_monetary']

/** The settings of a session, as they are now. */
export async function sessionSettings(db: Connection): Promise<SessionSettings> {
  const found = await rows<{ name: string; setting: string; own: boolean }>(
    db,
    `SELECT lower(name) AS name, setting, source IN ('database', 'database user', 'client', 'session') AS own
     FROM pg_settings WHERE lower(name) = ANY ($1) ORDER BY lower(name) COLLATE "C"`,
    [[...READ_BY, ...OF_SERVER, ...LIMITS]],
  )
  const isLimit = ({ name }: { readonly name: string }) => LIMITS.includes(name)
  const reading = found.filter((one) => !isLimit(one))
  const limits = found.filter((one) => isLimit(one) && one.setting !== '0').map((one) => ({ ...one, setting: '0' }))
  const entries = (these: typeof found) => Object.fromEntries(these.map(({ name, setting }) => [name, setting]))
  return { all: entries(reading), own: entries([...reading.filter(({ own }) => own), ...limits]) }
}

/** The settings of a fresh session in a database. */
export async function settingsAt(place: Settings): Promise<SessionSettings> {
  const db = await connect(place)
  try {
    return await sessionSettings(db)
  } finally {
    await db.close()
  }
}

/** Those settings that any server can have. */
export function portable({ all }: SessionSettings): [name: string, value: string][] {
  return Object.entries(all).filter(([name]) => READ_BY.includes(name))
}

/** The settings of a session on this server that reads statements as one does which may be elsewhere. */
export function readingLike(here: SessionSettings, other: SessionSettings): SessionSettings {
  const differing = portable(other).filter(([name, value]) => here.all[name] !== value)
  if (differing.length === 0) return here
  const those = Object.fromEntries(differing)
  return { all: { ...here.all, ...those }, own: { ...here.own, ...those } }
}

/** What a connection says at its start to have these settings; undefined where there is nothing to say. */
export function startupOptions({ own }: SessionSettings): string | undefined {
  const said = Object.entries(own).map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, '\\$&')}`)
  return said.length > 0 ? said.join(' ') : undefined
}
