import { script } from '../run/script.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  summary: 'write the migrations as a script for psql, without a database',
  options: [
    ['--from <name>', 'where the database is: the last migration that ran there'],
    ['--to <name>', 'the last to run; with --down, the last to keep'],
    ['--down', 'undo instead'],
  ],
  examples: ['npx knexus sql > release.sql', 'npx knexus sql --from 20260102090000_add_studies', 'psql -v ON_ERROR_STOP=1 -f release.sql'],
  async run(context, _args, options) {
    const project = await context.project()
    const from = textOf(options, 'from')
    const to = textOf(options, 'to')
    const text = await script(project.config, {
      direction: options['down'] === true ? 'down' : 'up', settings: project.settings.run ?? {}, ...(from !== undefined && { from }), ...(to !== undefined && { to }),
    })
    context.print(text, { script: text })
    return 0
  },
}
