import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { connect } from '../connection/connect.ts'
import { rows } from '../connection/connection.ts'
import { settingsOfConnection } from '../project/index.ts'
import { findArchived, removeArchived, type Archived } from '../run/archives.ts'
import { textOf, type CommandFile } from './command.ts'
import { confirmed } from './confirm.ts'

export const command: CommandFile = {
  options: [
    ['--older-than <time>', 'only what has been archived for as long: 30d, 12h; all of it when not given'],
    ['--dry-run', 'list it, and remove nothing'],
    ['--yes', 'do not ask'],
  ],
  examples: ['npx knexus purge --dry-run', 'npx knexus purge --older-than 30d'],
  async run(context, _args, options) {
    const olderThan = span(textOf(options, 'olderThan') ?? '0d')
    const project = await context.project()
    const db = await connect(settingsOfConnection(project))
    try {
      const found = await findArchived(db, olderThan)
      const list = found.archived.map(say)
      const isAsked = options['dryRun'] !== true && found.after.length > 0
      if (isAsked && options['yes'] !== true) {
        const [here] = await rows<{ name: string }>(db, 'SELECT current_database() AS name')
        await confirmed(`${list.join('\n')}\nRemove ${counted(list.length, 'archived object')} for good?`, here!.name)
      }
      if (isAsked) await removeArchived(db, found)
      const did = options['dryRun'] === true ? 'archived' : 'removed'
      context.print([...list, `${counted(list.length, 'object')} ${did}.`].join('\n'), {
        removed: isAsked,
        archived: found.archived,
      })
      return 0
    } finally {
      await db.close()
    }
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
