import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, watch, type FSWatcher } from 'node:fs'
import { basename, dirname, resolve, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Settings } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import { historyToAddTo } from '../migrations/replay.ts'
import { filesOf } from '../modules/content.ts'
import { openProject, settingsOfConnection, type Project } from '../project/index.ts'
import { modelFiles } from '../sources/content.ts'
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
 * Runs a command again whenever a model, a migration, the knexfile, what one of them imports or, where it matters, the
 * database changes, each time in a process of its own, and prints what it says where that is not what it said before.
 * Ends with Ctrl-C. Idle it asks the database for its snapshot every two seconds, and holds no session in between.
 */
export async function watched(
  context: Context,
  args: readonly string[],
  { nothing, database }: HowToWatch,
): Promise<number> {
  let project = await context.project()
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  const files = new Files()
  const momentNow = async () => (database ? moment(settingsOfConnection(project)) : '')
  let [told, seen] = ['', '']
  try {
    while (!stop.signal.aborted) {
      if (files.changed) {
        await sleep(SETTLED)
        files.changed = false
        // A knexfile that is wrong is told by the command.
        project = await openProject({ knexfile: project.knexfile, env: project.environment }).catch(() => project)
        await files.follow(project)
        // Before the look: what is committed while it runs is looked at again.
        seen = await momentNow()
        const said = (await output(args)) || nothing
        const now = said.replaceAll(TIME, '')
        if (now !== told) context.print(said, { output: said })
        told = now
      }
      for (let waited = 0; waited < PAUSE && !files.changed && !stop.signal.aborted; waited += 100)
        await sleep(100, undefined, { signal: stop.signal }).catch(() => undefined)
      files.changed ||= (await momentNow()) !== seen
    }
    return 0
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
    files.close()
  }
}

/** The files of a project, and whether one of them changed. */
class Files {
  changed = true
  #watchers: readonly FSWatcher[] = []

  /** Looks at the folders of models and migrations, and at the knexfile and whatever files of the project take in elsewhere. */
  async follow(project: Project): Promise<void> {
    const whole = foldersOf(project)
    const own = await Promise.all([modelFiles(project.models), historyToAddTo(project)]).catch(() => [[], []] as const)
    const paths = [...own[0], ...own[1].flatMap(({ path }) => path ?? [])]
    const taken = await filesOf([...paths, project.knexfile]).catch(() => [project.knexfile])
    const elsewhere = new Map<string, Set<string>>()
    for (const path of taken.map((one) => resolve(one)))
      if (!whole.some((folder) => path.startsWith(resolve(folder) + sep)))
        elsewhere.set(dirname(path), (elsewhere.get(dirname(path)) ?? new Set()).add(basename(path)))
    const mark = () => {
      this.changed = true
    }
    const watchers = [
      ...whole.map((folder) => watch(folder, { recursive: true }, mark)),
      ...Array.from(elsewhere, ([folder, names]) =>
        watch(folder, (_, name) => (name === null || names.has(name) ? mark() : undefined)),
      ),
    ]
    this.close()
    this.#watchers = watchers
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
  }
}

function foldersOf({ models, config }: Project): string[] {
  const migrations = [config.migrations?.directory ?? []].flat()
  return [models, ...migrations].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats ? [stats.isDirectory() ? path : dirname(path)] : []
  })
}

/**
 * Another text whenever something was committed in a database, or it is another database or server; the same as long as
 * none can be asked. It leaves no session behind, which would keep others from dropping the database.
 */
async function moment(settings: Settings): Promise<string> {
  try {
    const session = await connect(settings)
    try {
      return (await rows<{ moment: string }>(session, MOMENT))[0]!.moment
    } finally {
      await session.close()
    }
  } catch {
    return ''
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
