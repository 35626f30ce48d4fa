import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import type { Knex } from 'knex'
import { SettingsError } from './settings.ts'

/**
 * A connection to PostgreSQL inside this process: PGlite with pgvector, its files in one folder.
 * It opens at the first connection and has closed its files when the last one says it has ended.
 * All connections of a process share the one session there is; another process waits, then is told who holds the
 * folder.
 */
export function embedded(folder: string): () => Promise<Knex.PgConnectionConfig> {
  return async () => {
    const shared = opened.get(folder) ?? open(folder)
    opened.set(folder, shared)
    shared.users += 1
    const leave = async () => {
      shared.users -= 1
      if (shared.users > 0) return
      opened.delete(folder)
      await (await shared.database).close().finally(await shared.release)
    }
    try {
      const database = await shared.database
      const { createPgConfig } = await import('@electric-sql/pglite/node-postgres')
      const config = createPgConfig(database)
      const emit = config.connection.emit.bind(config.connection)
      let left = false
      config.connection.emit = (event: string, ...values: unknown[]) => {
        if (event !== 'end' || left) return emit(event, ...values)
        left = true
        void leave().finally(() => emit('end'))
        return true
      }
      return Object.assign(config, { expirationChecker: () => left })
    } catch (error) {
      opened.delete(folder)
      throw error
    }
  }
}

interface Shared {
  readonly database: Promise<PGlite>
  readonly release: Promise<() => void>
  users: number
}

/** By folder. */
const opened = new Map<string, Shared>()

function open(folder: string): Shared {
  mkdirSync(folder, { recursive: true })
  const release = hold(`${folder}.lock`)
  const database = Promise.all([release, import('@electric-sql/pglite'), import('@electric-sql/pglite-pgvector')]).then(
    ([, { PGlite }, { vector }]) => PGlite.create({ dataDir: folder, extensions: { vector } }),
  )
  database.catch(() =>
    release.then(
      (remove) => remove(),
      () => undefined,
    ),
  )
  return { database, release, users: 0 }
}

/**
 * Takes the lock file, waiting up to a minute for a live holder. PGlite itself lets two processes write over each
 * other.
 */
async function hold(file: string): Promise<() => void> {
  const until = Date.now() + 60_000
  for (;;) {
    const release = take(file)
    if (release) return release
    const holder = holderOf(file)
    if (holder === undefined) rmSync(file, { force: true })
    else if (Date.now() > until)
      throw new SettingsError(
        `The embedded database is in use by process ${holder}. Let it finish, or stop it. (${file})`,
      )
    else await sleep(100)
  }
}

/** The file appears with the process id already in it, so that nobody reads an empty one. */
function take(file: string): (() => void) | undefined {
  const own = `${file}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, file)
  } catch (error) {
    if (existsSync(file)) return undefined
    throw error
  } finally {
    rmSync(own, { force: true })
  }
  const remove = () => rmSync(file, { force: true })
  process.once('exit', remove)
  return () => {
    process.off('exit', remove)
    remove()
  }
}

/** The process that holds the lock, or nothing when it is gone. */
function holderOf(file: string): number | undefined {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    process.kill(holder, 0)
    return holder
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
      ? Number(readFileSync(file, 'utf8'))
      : undefined
  }
}
