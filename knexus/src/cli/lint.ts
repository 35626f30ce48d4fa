import { lint, worst } from '../api/judge.ts'
import { receiptOf } from '../trace/statement-receipt.ts'
import { rules } from '../rules/index.ts'
import { textOf, type CommandFile } from './command.ts'
import { choiceOf, formatOf, JUDGING, say } from './findings.ts'
import { STATS } from './sizes.ts'

export const command: CommandFile = {
  arguments: [
    ['[files...]', 'the migrations, by path, name or a part of it (add_studies); all of them when none is given'],
  ],
  options: [...JUDGING, STATS, ['--strict', 'fail on warnings too']],
  exits: [
    ['0', 'no error'],
    ['1', 'an error, or a warning with --strict'],
  ],
  examples: [
    'npx knexus lint db/migrations/20260102090000_add_studies.ts',
    'npx knexus lint --base origin/main --format github',
    'npx knexus lint --base origin/main --stats db/stats.json',
    'npx knexus lint --format sarif > lint.sarif',
  ],
  async run(context, args, options) {
    const format = formatOf(context, options)
    const stats = textOf(options, 'stats')
    const linted = await lint(context, { ...choiceOf(args, options), ...(stats !== undefined && { stats }) })
    const json = linted.map(({ name, trace, stopped, findings }) => ({
      name,
      failed: trace.failed && stopped ? { ...trace.failed, ...stopped } : null,
      statements: trace.statements.map(receiptOf),
      findings,
    }))
    const found = worst(linted)
    const code = found === 'error' || (options['strict'] === true && found === 'warning') ? 1 : 0
    say(context, linted, format, json, rules, code)
    return code
  },
}
