import { seed } from '../run/seeds.ts'
import { textOf, type CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import { runListener } from './run-log.ts'
import { RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  options: [
    ['--only <name>', 'this seed alone'],
    ['--once', 'skip those that ran before with --once'],
    ...RUN_OPTIONS.filter(([syntax]) => /wait|yes/.test(syntax)),
  ],
  examples: ['npx knexus seed', 'npx knexus seed --once'],
  async run(context, _args, options) {
    const project = await context.project()
    await confirmProduction(project, options, 'Run the seeds')
    const { settings = {} } = runOptions(options, project.settings.run)
    const only = textOf(options, 'only')
    const names = await seed(project.config, {
      settings,
      on: await runListener(context, { stream: false }),
      once: options['once'] === true,
      ...(only !== undefined && { only }),
    })
    context.print(names.length > 0 ? names.map((name) => `seeded ${name}`).join('\n') : 'There was nothing to seed.', {
      seeded: names,
    })
    return 0
  },
}
