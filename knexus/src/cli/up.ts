import { up } from '../run/runner.ts'
import type { CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import { runListener } from './run-log.ts'
import { reach, RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  summary: 'run the pending migrations, each in a transaction of its own',
  options: [['--to <name>', 'the last migration to run'], ['--steps <n>', 'how many to run at most'], ...RUN_OPTIONS],
  examples: ['npx knexus up', 'npx knexus up --to 20260102090000_add_studies', 'npx knexus up --dry-run'],
  async run(context, _args, options) {
    const project = await context.project()
    await confirmProduction(project, options, 'Run them')
    await up(project.config, { ...runOptions(options, project.settings.run), ...reach(options), on: await runListener(context) })
    return 0
  },
}
