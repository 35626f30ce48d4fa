import { KnexusError } from '../base/errors.ts'
import { createIfMissing } from '../connection/server.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import type { Options } from './command.ts'
import type { Context } from './context.ts'

/** Creates the environment's database where `--create-database` asks for it and it is missing; an embedded one makes itself. */
export async function createDatabase(context: Context, project: Project, options: Options): Promise<void> {
  if (options['createDatabase'] !== true || options['dryRun'] === true || !('connection' in project.config)) return
  if (project.settings.production && options['yes'] !== true)
    throw new KnexusError(
      'not-confirmed',
      `"${project.environment}" is production: no database is created there without confirmation.`,
      'Pass --yes as well, or create the database by hand.',
    )
  const created = await createIfMissing(settingsOfConnection(project))
  if (created !== undefined) context.log().info(`created the database ${created}`)
}
