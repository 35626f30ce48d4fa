import { fingerprintOf } from '../history/fingerprint.ts'
import { script, selection } from '../history/script.ts'
import { readStatus } from '../migrations/status.ts'
import { withSession } from '../run/as-runner.ts'
import { textOf, type CommandFile } from './command.ts'
import type { Context } from './context.ts'

export const command: CommandFile = {
  options: [
    [
      '--from <name>',
      'where the script begins: the last migration that ran in the database, or current to ask the database; ' +
        'without it, at an empty database',
    ],
    ['--to <name>', 'the last to run; with --down, the last to keep'],
    ['--down', 'undo instead'],
    [
      '--no-fingerprint',
      'do not let the script look whether the tables it changes are as expected; then no shadow is needed',
    ],
  ],
  examples: [
    'npx knexus sql > all.sql',
    'npx knexus sql --from current > release.sql',
    'npx knexus sql --from 20260102090000_add_studies',
    'psql -v ON_ERROR_STOP=1 -f release.sql',
  ],
  async run(context, _args, options) {
    const project = await context.project()
    const to = textOf(options, 'to')
    const direction = options['down'] === true ? 'down' : 'up'
    const given = textOf(options, 'from')
    const from = given === 'current' ? await latest(context) : given
    const wanted = {
      direction,
      settings: project.settings.run ?? {},
      ...(from !== undefined && from !== 'base' && { from }),
      ...(to !== undefined && { to }),
    } as const
    const { kept, chosen } = await selection(project.config, wanted)
    const looks = options['fingerprint'] !== false && (kept.length > 0 || direction === 'down')
    const fingerprint = looks
      ? await fingerprintOf(
          project,
          await context.shadow(),
          kept,
          chosen.map((file) => file.name),
          direction,
        )
      : undefined
    const text = await script(project.config, { ...wanted, fingerprint })
    context.print(text, { script: text })
    return 0
  },
}

/** The last migration before the pending ones, as the environment's database says; nothing where none has run there. */
async function latest(context: Context): Promise<string | undefined> {
  const project = await context.project()
  const { entries } = await withSession(project.config, {}, async ({ db, migrations }) => readStatus(db, migrations))
  const first = entries.findIndex(({ state }) => state === 'pending')
  const from = entries.slice(0, first < 0 ? undefined : first).findLast(({ applied }) => applied !== null)?.name
  context
    .log()
    .info(
      from === undefined
        ? 'Nothing has run in the database: the script begins with the first migration.'
        : `The database is at ${from}.`,
    )
  return from
}
