import { fingerprintOf } from '../history/fingerprint.ts'
import { script, selection } from '../history/script.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  summary: 'write the migrations as a script for psql, without touching the database',
  options: [
    ['--from <name>', 'where the database is: the last migration that ran there'],
    ['--to <name>', 'the last to run; with --down, the last to keep'],
    ['--down', 'undo instead'],
    [
      '--no-fingerprint',
      'do not let the script look whether the tables it changes are as expected; then no shadow is needed',
    ],
  ],
  examples: [
    'npx knexus sql > release.sql',
    'npx knexus sql --from 20260102090000_add_studies',
    'psql -v ON_ERROR_STOP=1 -f release.sql',
  ],
  async run(context, _args, options) {
    const project = await context.project()
    const from = textOf(options, 'from')
    const to = textOf(options, 'to')
    const direction = options['down'] === true ? 'down' : 'up'
    const wanted = {
      direction,
      settings: project.settings.run ?? {},
      ...(from !== undefined && { from }),
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
