import { purge } from '../api/rows.ts'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import type { Archived } from '../run/archives.ts'
import { textOf, type CommandFile } from './command.ts'
import { confirmed } from './confirm.ts'

export const command: CommandFile = {
  options: [
    ['--older-than <time>', 'only what was archived at least this long ago: 30d, 12h (default: everything)'],
    ['--dry-run', 'list it, and remove nothing'],
    ['--yes', 'do not ask'],
  ],
  examples: ['npx knexus purge --dry-run', 'npx knexus purge --older-than 30d'],
  async run(context, _args, options) {
    const dryRun = options['dryRun'] === true
    const olderThan = span(textOf(options, 'olderThan') ?? '0d')
    const { removed, archived } = await purge(
      context,
      { olderThan, dryRun, production: true },
      async (found, database) => {
        if (options['yes'] === true) return
        const question = `Remove ${counted(found.length, 'archived object')} for good?`
        await confirmed([...found.map(say), question].join('\n'), database)
      },
    )
    const summary = `${counted(archived.length, 'object')} ${dryRun ? 'archived' : 'removed'}.`
    context.print([...archived.map(say), summary].join('\n'), { removed, archived })
    return 0
  },
}

function say({ address, at, rows: count }: Archived): string {
  return `${address}: ${counted(count, 'row')}, archived ${at}`
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 }

/** Reads `30d` as milliseconds. Throws `bad-option`. */
function span(text: string): number {
  const [, number, unit] = /^(\d+)([dhms])$/.exec(text) ?? []
  if (number !== undefined && unit !== undefined) return Number(number) * UNITS[unit]!
  throw new KnexusError(
    'bad-option',
    `--older-than ${text} is not a time.`,
    'Give a number of days, hours, minutes or seconds: 30d, 12h, 90m, 10s.',
  )
}
