import { stamp } from '../api/history.ts'
import type { CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import { runListener } from './run-log.ts'
import { RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  arguments: [['<name>', 'the last migration that counts as applied; head for all, base for none']],
  options: RUN_OPTIONS.filter(([syntax]) => /wait|yes/.test(syntax)),
  examples: ['npx knexus stamp head', 'npx knexus stamp 20260102090000_add_studies', 'npx knexus stamp base'],
  async run(context, args, options) {
    const asked = { ...runOptions(options), name: args[0]!, production: true }
    await confirmProduction(await context.project(), options, 'Write its history')
    const { added, removed } = await stamp(context, asked, await runListener(context, { stream: false }))
    const lines = [
      ...added.map((name) => `recorded as run, without running it: ${name}`),
      ...removed.map((name) => `no longer recorded as run: ${name}`),
    ]
    context.print(lines.length > 0 ? lines.join('\n') : 'The history says that already.', { added, removed })
    return 0
  },
}
