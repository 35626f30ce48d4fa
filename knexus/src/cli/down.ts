import { down } from '../api/run.ts'
import type { CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import { runListener } from './run-log.ts'
import { reach, RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  options: [
    ['--to <name>', 'the last migration to keep'],
    ['--steps <n>', 'how many to undo'],
    ['--all', 'undo all of them'],
    ...RUN_OPTIONS,
  ],
  examples: ['npx knexus down', 'npx knexus down --steps 1', 'npx knexus down --to 20260102090000_add_studies'],
  async run(context, _args, options) {
    const asked = { ...runOptions(options), ...reach(options), all: options['all'] === true, production: true }
    await confirmProduction(await context.project(), options, 'Undo migrations there')
    await down(context, asked, await runListener(context, { dryRun: options['dryRun'] === true }))
    context.endStream()
    return 0
  },
}
