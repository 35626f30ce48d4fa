import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import { SettingsError } from './settings.ts'

/**
 * A connection to PostgreSQL inside this process: PGlite with pgvector, its files in one folder.
 * It opens at the first query and has closed its files when the pool, or the client, says it has ended.
 * One process at a time: a second one waits, then is told who holds the folder.
 */
export function embedded(folder: string): () => Promise<Knex.PgConnectionConfig> {
  return async () => {
    const [{ PGlite }, { createPgConfig }, { vector }] = await packages()
    mkdirSync(folder, { recursive: true })
    const release = await hold(`${folder}.lock`)
    try {
      const database = await PGlite.create({ dataDir: folder, extensions: { vector } })
      const config = createPgConfig(database)
      const emit = config.connection.emit.bind(config.connection)
      config.connection.emit = (event: string, ...values: unknown[]) => {
        if (event !== 'end' || database.closed) return emit(event, ...values)
        void database.close().finally(release).finally(() => emit('end'))
        return true
      }
      return Object.assign(config, { expirationChecker: () => database.closed })
    } catch (error) {
      release()
      throw error
    }
  }
}

/** Loaded only when asked for: no other environment waits for them. */
async function packages() {
  return await Promise.all([import('@electric-sql/pglite'), import('@electric-sql/pglite/node-postgres'), import('@electric-sql/pglite-pgvector')])
}

/** Takes the lock file, waiting up to 15 seconds for a live holder. PGlite itself lets two processes write over each other. */
async function hold(file: string): Promise<() => void> {
  const until = Date.now() + 15_000
  for (;;) {
    const release = take(file)
    if (release) return release
    const holder = holderOf(file)
    if (holder === undefined) rmSync(file, { force: true })
    else if (Date.now() > until) throw new SettingsError(`The embedded database is in use by process ${holder}. Let it finish, or stop it. (${file})`)
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
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? Number(readFileSync(file, 'utf8')) : undefined
  }
}
