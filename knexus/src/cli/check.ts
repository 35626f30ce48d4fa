import { check } from '../api/check.ts'
import type { CommandFile } from './command.ts'
import type { Differences, Section } from './differences.ts'

export const command: CommandFile = {
  options: [
    ['--all', 'print every difference, however many there are'],
    ['--fresh', 'read and compare everything, without the cache'],
    ['--watch', 'check again whenever a model, a migration, the knexfile or the database changes, until Ctrl-C'],
  ],
  exits: [
    ['0', 'they agree'],
    ['1', 'they do not'],
  ],
  examples: ['npx knexus check', 'npx knexus check --env docker --json'],
  async run(context, _args, options) {
    if (options['watch'] === true) {
      const { watched } = await import('./watch.ts')
      return watched(
        context,
        process.argv.slice(2).filter((word) => word !== '--watch'),
        { nothing: '', database: true },
      )
    }
    const found = await check(context, { fresh: options['fresh'] === true })
    const { agree, pending, history, unmanaged } = found
    for (const line of found.unexported) context.log().warn(`${line}: write export before it`)
    const differ = found.models.length + found.drift.length > 0
    const { models, drift, data } = differ
      ? (await import('./differences.ts')).sayDifferences(found, options['all'] === true)
      : NONE
    const sections: readonly Section[] = [
      models,
      ['Migrations that did not run yet (npx knexus up runs them):', pending],
      ...drift,
      ['The history in the database and the files in the folder differ:', [...history, ...afterHistory(history)]],
      ['Not managed:', unmanaged],
    ]
    const text = sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
    if (agree) text.unshift('Models, migrations and database agree.\n')
    const code = agree ? 0 : 1
    context.print(
      text.join(''),
      {
        agree,
        models: data.models,
        pending,
        drift: data.drift,
        history,
        unmanaged,
        changes: data.changes,
      },
      code,
    )
    return code
  },
}

/** What to do about the states of the rows. */
function afterHistory(history: readonly string[]): string[] {
  return [
    ...(history.some((line) => line.endsWith(' is edited'))
      ? ['A file was edited after it ran: restore it, and put the change into a new migration.']
      : []),
    ...(history.some((line) => /is (missing|unknown)$/.test(line))
      ? ['A file is not in the folder: get it from the branch that has it.']
      : []),
  ]
}

/** Where nothing differs, nothing that tells of differences is loaded. */
const NONE: Differences = {
  models: ['', []],
  drift: [],
  data: { models: [], drift: [], changes: { models: [], drift: [] } },
}
