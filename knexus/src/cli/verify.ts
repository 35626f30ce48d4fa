import { verify, worst } from '../api/judge.ts'
import { DEBTS } from '../verify/debts.ts'
import type { CommandFile } from './command.ts'
import { choiceOf, formatOf, JUDGING, say } from './findings.ts'

export const command: CommandFile = {
  arguments: [
    ['[files...]', 'the migrations, by path, name or a part of it (add_studies); all of them when none is given'],
  ],
  options: [...JUDGING, ['--all', 'all migrations, as when none is given']],
  exits: [
    ['0', 'every down restores everything'],
    ['1', 'one does not'],
  ],
  examples: [
    'npx knexus verify db/migrations/20260102090000_add_studies.ts',
    'npx knexus verify --base origin/main --format github',
  ],
  async run(context, args, options) {
    const format = formatOf(context, options)
    const verified = await verify(context, options['all'] === true ? {} : choiceOf(args, options))
    const known = Object.entries(DEBTS).map(([name, [why]]) => ({ name, why, severity: 'error' as const }))
    const json = verified.map(({ name, path, findings, notes }) => ({ name, path, findings, notes }))
    const code = worst(verified) === undefined ? 0 : 1
    say(context, verified, format, json, known, code)
    return code
  },
}
