import { history } from '../api/history.ts'
import type { HistoryEvent } from '../api/types-run.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  examples: ['npx knexus history', 'npx knexus history --json'],
  async run(context) {
    const events = await history(context)
    context.print(events.length > 0 ? events.map(say).join('\n') : 'Nothing was run yet.', { events })
    return 0
  },
}

function say({ at, direction, migration, batch, ms, statements, who, by }: HistoryEvent): string {
  const details = [
    batch && `batch ${batch}`,
    statements !== undefined && `${statements} statements`,
    ms !== undefined && `${Math.round(ms)} ms`,
    by && by !== 'run' && by,
    who,
  ]
  return `${at ?? 'unknown time'.padEnd(24)}  ${direction.padEnd(4)}  ${migration}  ${details.filter(Boolean).join(', ')}`
}
