import { writeFile } from 'node:fs/promises'
import { histories } from '../api/histories.ts'
import type { HistoryEvent } from '../api/types-run.ts'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { historyAsMermaid } from '../history/mermaid.ts'
import { historyPage } from '../history/page.ts'
import type { EnvironmentHistory } from '../history/places.ts'
import { listOf, textOf, type CommandFile } from './command.ts'
import { columns } from './style.ts'

const FORMATS = ['text', 'mermaid']

export const command: CommandFile = {
  options: [
    ['--with <environment...>', 'look at these environments of the knexfile as well; they are only read'],
    ['--html <file>', 'write a self-contained page: where each environment is, batches over time, every migration'],
    ['--format <format>', `${FORMATS.join(', ')}; text when not given`],
  ],
  examples: [
    'npx knexus history',
    'npx knexus history --with test production --html history.html',
    'npx knexus history --json',
  ],
  async run(context, _, options) {
    const format = textOf(options, 'format') ?? 'text'
    if (!FORMATS.includes(format))
      throw new KnexusError('bad-format', `There is no format "${format}".`, `Use one of: ${FORMATS.join(', ')}.`)
    const others = listOf(options, 'with')
    const environments = await histories(context, others)
    const { events } = environments[0]!
    const file = textOf(options, 'html')
    if (file !== undefined) {
      await writeFile(file, historyPage(environments))
      context.log().info(`wrote ${file}`)
    }
    const text = format === 'mermaid' ? historyAsMermaid(environments) : sayHistory(environments)
    context.print(text, others.length > 0 ? { events, environments } : { events })
    return 0
  },
}

function sayHistory(environments: readonly EnvironmentHistory[]): string {
  const [{ events }] = environments as [EnvironmentHistory]
  const lines = events.length > 0 ? sayEvents(events) : 'Nothing has been run yet.'
  if (environments.length === 1) return lines
  const states = environments.map(({ environment, revision, migrations, error }) => {
    const pending = migrations.filter(({ state }) => state === 'pending').length
    return error
      ? [environment, 'not reached', error.message.split('\n')[0]!]
      : [environment, revision ?? 'no migration', pending > 0 ? `${pending} pending` : 'all applied']
  })
  return `${columns(['environment', 'last migration', 'state'], states)}\n${lines}`
}

function sayEvents(events: readonly HistoryEvent[]): string {
  const width = Math.max(...events.map(({ migration }) => migration.length))
  return events.map((event) => say(event, width)).join('\n')
}

function say({ at, direction, migration, batch, ms, statements, who, by }: HistoryEvent, width: number): string {
  // A stamp ran nothing.
  const ran = by !== 'stamp'
  const details = [
    batch && `batch ${batch}`,
    ran && statements !== undefined && counted(statements, 'statement'),
    ran && ms !== undefined && `${Math.round(ms)} ms`,
    by && by !== 'run' && by,
    who,
  ]
  return [
    at ?? 'unknown time'.padEnd(24),
    direction.padEnd(4),
    migration.padEnd(width),
    details.filter(Boolean).join(', '),
  ].join('  ')
}
