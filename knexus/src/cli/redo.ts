import { redo } from '../api/run.ts'
import type { CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import { runListener } from './run-log.ts'
import { count, RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  options: [['--steps <n>', 'how many (1)'], ...RUN_OPTIONS.filter(([syntax]) => !syntax.startsWith('--dry-run'))],
  examples: ['npx knexus redo', 'npx knexus redo --steps 2'],
  async run(context, _args, options) {
    const asked = { ...runOptions(options), steps: count(options, 'steps') ?? 1, production: true }
    await confirmProduction(await context.project(), options, 'Undo migrations there and run them again')
    await redo(context, asked, await runListener(context))
    context.endStream()
    return 0
  },
}
