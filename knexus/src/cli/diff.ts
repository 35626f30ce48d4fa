import { between } from '../api/between.ts'
import { KnexusError } from '../base/errors.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import { screen } from './style.ts'

export const command: CommandFile = {
  options: [
    ['--from <source>', 'models[:FILE], migrations[@NAME], db, env:NAME, empty, a postgres:// URL or a .sql file'],
    ['--to <source>', 'the same'],
    ['--sql', 'print a script for psql -v ON_ERROR_STOP=1 -f'],
    ['--all', 'print every difference, however many there are'],
    ['--exit-code', 'exit with 1 when they differ'],
  ],
  exits: [['1', 'they differ (only with --exit-code)']],
  examples: ['npx knexus diff --from db --to models', 'npx knexus diff --from empty --to schema.sql --sql > build.sql'],
  async run(context, _args, options) {
    const all = options['all'] === true
    const { changes, unmanaged, script } = await between(
      context,
      { from: named(options, 'from'), to: named(options, 'to') },
      options['sql'] === true,
    )
    const code = options['exitCode'] === true && changes.length > 0 ? 1 : 0
    if (script) {
      const { sql, losses, doubts } = script
      for (const loss of losses) context.log().warn(`loses data: ${loss}`)
      for (const doubt of doubts) context.log().warn(doubt)
      for (const address of unmanaged) context.log().warn(`not managed, and not in the script: ${address}`)
      context.print(sql, { sql, losses, doubts, unmanaged }, code)
    } else {
      const lines = [
        ...sayChanges(changes, { all, lines: all ? Infinity : screen() }),
        ...(unmanaged.length > 0 ? ['Not managed:', ...unmanaged.map((address) => `  ${address}`)] : []),
      ]
      context.print(lines.join('\n'), { changes: changes.map(changeAsData), unmanaged }, code)
    }
    return code
  },
}

/** The source that an option names. Throws `bad-option` where it is missing. */
function named(options: Options, key: 'from' | 'to'): string {
  const text = textOf(options, key)
  if (text !== undefined) return text
  throw new KnexusError('bad-option', `--${key} is missing.`, 'Name a source; `npx knexus diff --help` lists them.')
}
