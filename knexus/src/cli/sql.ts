import { script } from '../api/script.ts'
import { textOf, type CommandFile } from './command.ts'

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
    const from = textOf(options, 'from')
    const to = textOf(options, 'to')
    const text = await script(context, {
      direction: options['down'] === true ? 'down' : 'up',
      fingerprint: options['fingerprint'] !== false,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    })
    context.print(text, { script: text })
    return 0
  },
}
