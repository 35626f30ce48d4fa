import { createInterface } from 'node:readline/promises'
import { KnexusError } from '../base/errors.ts'
import type { Project } from '../project/index.ts'
import { readStatus } from '../migrations/status.ts'
import { sizeOf } from '../connection/place.ts'
import { openSession } from '../run/session.ts'
import type { Options } from './command.ts'

/**
 * Asks before something is done to an environment marked production: shows where it is and what is pending. Without a
 * terminal, `--yes` is the answer.
 */
export async function confirmProduction(project: Project, options: Options, what: string): Promise<void> {
  if (!project.settings.production || options['yes'] === true || options['dryRun'] === true) return
  const session = await openSession(project.config)
  try {
    const { place } = session
    const { pending } = await readStatus(session.db, session.migrations)
    const megabytes = ((await sizeOf(session.db)) / 1_048_576).toFixed(0)
    const server = `${place.host ?? 'a local socket'}${place.port ? `:${place.port}` : ''}`
    const where = `${place.database} at ${server} as ${place.user}, ${megabytes} MB`
    const question = `This is production ("${project.environment}"): ${where}; ${pending.length} pending. ${what}?`
    await confirmed(question, place.database)
  } finally {
    await session.close()
  }
}

/** Refuses to create a database in production without `--yes`: there is nothing there yet that could be asked about. */
export function confirmCreation(project: Project, options: Options): void {
  if (options['createDatabase'] !== true || options['dryRun'] === true || options['yes'] === true) return
  if (!project.settings.production || !('connection' in project.config)) return
  throw new KnexusError(
    'not-confirmed',
    `"${project.environment}" is production: no database is created there without confirmation.`,
    'Pass --yes as well, or create the database by hand.',
  )
}

/**
 * Asks at the terminal for the name of the database. Throws `not-confirmed` where there is no terminal, or the name is
 * not given.
 */
export async function confirmed(question: string, database: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new KnexusError('not-confirmed', question, 'Pass --yes.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal
    .question(`${question} Type the name of the database to go on: `)
    .finally(() => terminal.close())
  if (answer.trim() === database) return
  throw new KnexusError(
    'not-confirmed',
    'The name was not given, so nothing was done.',
    `Type ${database}, or pass --yes.`,
  )
}
