import { KnexusError } from '../base/errors.ts'
import type { Connection } from '../connection/connection.ts'
import { stoppable, stopping } from '../connection/stopping.ts'
import type { EnvironmentHistory, HistoryEvent } from '../history/places.ts'
import { migratorConfig } from '../migrations/replay.ts'
import { readStatus, type Status } from '../migrations/status.ts'
import { openProject, type Project } from '../project/index.ts'
import { codedError } from '../run/coded-error.ts'
import { journalRows, type Receipt } from '../run/journal.ts'
import { reader } from '../run/reader.ts'
import type { Workspace } from './workspace.ts'

/** How far the environment has come, and those that are named beside it. One of these that cannot be reached says so. */
export async function histories(workspace: Workspace, names: readonly string[] = []): Promise<EnvironmentHistory[]> {
  const own = await workspace.project()
  const others = [...new Set(names)].filter((name) => name !== own.environment)
  return Promise.all([historyOf(own), ...others.map((name) => historyIfReached(own.knexfile, name))])
}

async function historyIfReached(knexfile: string, env: string): Promise<EnvironmentHistory> {
  const project = await openProject({ knexfile, env })
  const [late, told] = [AbortSignal.timeout(PATIENCE), stopping()]
  return stoppable(told ? AbortSignal.any([told, late]) : late, () => historyOf(project)).catch((error: unknown) => {
    told?.throwIfAborted()
    return {
      environment: env,
      database: null,
      revision: null,
      migrations: [],
      events: [],
      error: codedError(late.aborted ? noAnswer(env) : error),
    }
  })
}

/** Milliseconds after which an environment beside the own one is told as one that does not answer. */
const PATIENCE = 10_000

function noAnswer(env: string): KnexusError {
  return new KnexusError(
    'database-unreachable',
    `The database of "${env}" does not answer within ${PATIENCE / 1000} s.`,
    `Look at it with npx knexus status --env ${env}, or leave it out.`,
  )
}

async function historyOf(project: Project): Promise<EnvironmentHistory> {
  const { db, database, close } = await reader(project)
  try {
    const status = await readStatus(db, migratorConfig(project))
    return {
      environment: project.environment,
      database,
      revision: status.entries.findLast(({ applied }) => applied !== null)?.name ?? null,
      migrations: status.entries,
      events: await eventsOf(db, status),
      error: null,
    }
  } finally {
    await close()
  }
}

/** Everything that ran or was undone, the oldest first. */
async function eventsOf(db: Connection, { applied, tables }: Status): Promise<HistoryEvent[]> {
  const told = (await journalRows(db, tables, ['up', 'down'])).map((row): HistoryEvent => ({
    migration: row.migration,
    direction: row.kind,
    at: new Date(row.at).toISOString(),
    key: row.key,
    ...(row.detail as Partial<Receipt>),
  }))
  const plain = applied
    .filter((row) => !told.some((event) => event.migration === row.name && event.key === String(row.id)))
    .map((row): HistoryEvent => ({
      migration: row.name,
      key: String(row.id),
      direction: 'up',
      at: row.at,
      batch: row.batch,
      who: 'knex',
    }))
  return [...plain, ...told].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
}
