import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type OpenConnection, type Settings } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import type { Context } from './context.ts'

/** How often the database is asked whether anything was committed, in milliseconds. */
const PAUSE = 2_000
/** Editors save in several steps. */
const SETTLED = 150
/** What a file is called by, which is another one each time. */
const TIME = /\b\d{14}(?=_)/g

interface HowToWatch {
  /** What is printed where the command has nothing to say. */
  readonly nothing: string
  /** Whether a commit in the database is a reason to look again. */
  readonly database: boolean
}

/**
 * Runs a command again whenever a model, a migration or, where it matters, the database changes, each time in a
 * process of its own, and prints what it says where that is not what it said before. Ends with Ctrl-C. Idle it asks
 * the database for its snapshot every two seconds.
 */
export async function watched(
  context: Context,
  args: readonly string[],
  { nothing, database }: HowToWatch,
): Promise<number> {
  const project = await context.project()
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  const files = { changed: true }
  const watchers = foldersOf(project).map((folder) =>
    watch(folder, { recursive: true }, () => {
      files.changed = true
    }),
  )
  const place = database ? new Place(settingsOfConnection(project)) : undefined
  let [told, moment]: [string, string | undefined] = ['', undefined]
  try {
    while (!stop.signal.aborted) {
      if (files.changed) {
        await sleep(SETTLED)
        files.changed = false
        // Before the look: what is committed while it runs is looked at again.
        moment = await place?.moment()
        const said = (await output(args)) || nothing
        const now = said.replaceAll(TIME, '')
        if (now !== told) context.print(said, { output: said })
        told = now
      }
      for (let waited = 0; waited < PAUSE && !files.changed && !stop.signal.aborted; waited += 100)
        await sleep(100, undefined, { signal: stop.signal }).catch(() => undefined)
      files.changed ||= (await place?.moment()) !== moment
    }
    return 0
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
    for (const watcher of watchers) watcher.close()
    await place?.close()
  }
}

function foldersOf({ models, config, root }: Project): string[] {
  const migrations = [config.migrations?.directory ?? []].flat()
  const folders = [models, ...migrations].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats ? [stats.isDirectory() ? path : dirname(path)] : []
  })
  return folders.length > 0 ? folders : [root]
}

/** A database that is looked at now and then, and may be away in between or be made again. */
class Place {
  readonly #settings: Settings
  #session: OpenConnection | undefined

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /**
   * Another text whenever something was committed, or it is another database or server; the same as long as none can be
   * asked.
   */
  async moment(): Promise<string> {
    try {
      this.#session ??= await connect(this.#settings)
      const [row] = await rows<{ moment: string }>(this.#session, MOMENT)
      return row!.moment
    } catch {
      await this.close()
      return ''
    }
  }

  async close(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    await session?.close().catch(() => undefined)
  }
}

/** Where a standby has arrived is told apart too: its snapshots do not say which transactions were under way. */
const MOMENT = `
  SELECT concat_ws(' ', pg_current_snapshot(), pg_last_wal_replay_lsn(), pg_postmaster_start_time(), oid) AS moment
  FROM pg_database WHERE datname = current_database()`

/** What the command prints, errors too. */
async function output(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [process.argv[1]!, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
  })
  const parts: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(String(part)))
  await once(child, 'close')
  return parts.join('')
}
