import { seed } from '../api/rows.ts'
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
    const only = textOf(options, 'only')
    const once = options['once'] === true
    const asked = { ...runOptions(options), once, production: true, ...(only !== undefined && { only }) }
    await confirmProduction(await context.project(), options, 'Run the seeds')
    const { seeded } = await seed(context, asked, await runListener(context, { stream: false }))
    const text = seeded.length > 0 ? seeded.map((name) => `seeded ${name}`).join('\n') : 'There was nothing to seed.'
    context.print(text, { seeded })
    return 0
  },
}
