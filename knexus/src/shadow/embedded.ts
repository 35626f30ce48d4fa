import { readFile, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import type { Extension } from '@electric-sql/pglite'
import { connect } from '../connection/connect.ts'
import { majorVersion, type Connection, type Result } from '../connection/connection.ts'
import { KnexusError, messageOf, sqlState } from '../base/errors.ts'
import { quoteIdent } from '../base/sql.ts'
import { cached, fingerprint, isKept, keep } from '../cache.ts'
import type { Shadow, ShadowDatabase } from './index.ts'
import { portable, type SessionSettings } from './session.ts'

/** What was built in less than this, in milliseconds, is not worth an archive: writing one takes as long as a start. */
const WORTH_KEEPING = 3000

/**
 * Makes empty databases with PGlite, PostgreSQL inside this process, with pgvector and the usual extensions where
 * they are installed. Nothing of it is loaded before the first database is asked for, if an earlier run has noted the
 * version.
 */
export async function openEmbeddedShadow(): Promise<Shadow> {
  const { version: release } = JSON.parse(await readFile(join(distribution(), '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const opened = new Set<{ readonly closed: boolean; close(): Promise<void> }>()
  const open = async (states: readonly string[] = []) => {
    const { PGlite } = await import('@electric-sql/pglite')
    const { createPgConfig } = await import('@electric-sql/pglite/node-postgres')
    const extensions = await installedExtensions()
    const name = `pglite-${release}-${fingerprint(Object.keys(extensions).join())}`
    const archiveOf = (state: string | undefined) => (state === undefined ? `${name}.tar` : `${name}-${state}.tar.gz`)
    const state = states.find((one) => isKept(archiveOf(one)))
    const kept = await cached(archiveOf(state))
    const db = await PGlite.create({ extensions, ...(kept && { loadDataDir: new Blob([new Uint8Array(kept)]) }) })
    const dump = async (file: string, compression: 'none' | 'gzip') =>
      keep(file, new Uint8Array(await (await db.dumpDataDir(compression)).arrayBuffer()))
    if (!kept) await dump(archiveOf(undefined), 'none')
    opened.add(db)
    const settings = () => createPgConfig(db)
    const session = await connect(settings)
    const close = async (as?: string) => {
      await session.close()
      if (as !== undefined) await dump(archiveOf(as), 'gzip')
      opened.delete(db)
      await db.close()
    }
    const query = (sql: string, values?: readonly unknown[]) => withRoles(session, sql, values)
    const keepable = async (took = Infinity) => took > WORTH_KEEPING
    return { settings, client: session.client, state: kept && state, query, keepable, close }
  }
  let spare: ShadowDatabase | undefined
  const version =
    Number(await cached(`pglite-${release}.major`)) ||
    (await (async () => {
      spare = await open()
      const major = await majorVersion(spare)
      await keep(`pglite-${release}.major`, String(major))
      return major
    })())
  const reading = (settings?: SessionSettings): Shadow => ({
    description: `PostgreSQL ${version}, embedded (PGlite)`,
    version,
    reading: `${settings ? JSON.stringify(portable(settings)) : 'its own'} ${release}`,
    like: reading,
    async database(states) {
      const made = (!states?.length && spare) || (await open(states))
      if (made === spare) spare = undefined
      if (settings) await take(settings, made)
      return made
    },
    async close() {
      for (const db of opened) if (!db.closed) await db.close()
    },
  })
  return reading()
}

/** Gives the one session settings of another. What it does not know, such as a file of time zones, stays as it is. */
async function take(settings: SessionSettings, db: ShadowDatabase): Promise<void> {
  for (const [name, value] of portable(settings))
    await db.query('SELECT set_config($1, $2, false)', [name, value]).catch(() => undefined)
}

/** Runs SQL; a role that it names and nobody has made here is made, because roles belong to the cluster and this one is new. */
async function withRoles(
  session: Connection,
  sql: string,
  values?: readonly unknown[],
): Promise<Result | readonly Result[]> {
  for (const made = new Set<string>(); ;) {
    try {
      return await session.query(sql, values)
    } catch (error) {
      const [, role] = sqlState(error) === '42704' ? (/^role "(.+)" does not exist$/.exec(messageOf(error)) ?? []) : []
      if (role === undefined || made.has(role)) throw error
      made.add(role)
      await session.query(`CREATE ROLE ${quoteIdent(role)} NOLOGIN`)
    }
  }
}

function distribution(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  } catch (error) {
    throw new KnexusError(
      'no-shadow',
      'No shadow database is available: the package @electric-sql/pglite is not installed.',
      'Install it as a development dependency, or name a PostgreSQL server with --shadow.',
      { cause: error },
    )
  }
}

/** PGlite loads an extension's files at the start or never, so all that are installed are given. */
async function installedExtensions(): Promise<Record<string, Extension>> {
  const found: Record<string, Extension> = {}
  const folder = join(distribution(), 'contrib')
  const contrib = (await readdir(folder)).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3))
  const modules = contrib.map((extension) => [extension, `@electric-sql/pglite/contrib/${extension}`] as const)
  for (const [extension, specifier] of [...modules, ['vector', '@electric-sql/pglite-pgvector'] as const]) {
    const loaded = (await import(specifier).catch(() => ({}))) as Record<string, Extension | undefined>
    const given = loaded[extension]
    if (given) found[extension] = given
  }
  return found
}
