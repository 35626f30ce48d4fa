import { withSession } from '../run/as-runner.ts'
import { readHistory } from '../migrations/status.ts'
import { journalRows, type Receipt } from '../run/journal.ts'
import type { CommandFile } from './command.ts'

/** One thing that happened to a migration; `key` is the id of its row. */
interface Event extends Partial<Receipt> {
  readonly key: string
  readonly migration: string
  readonly direction: string
  readonly at: string | null
}

export const command: CommandFile = {
  examples: ['npx knexus history', 'npx knexus history --json'],
  async run(context) {
    const project = await context.project()
    const events = await withSession(project.config, { settings: project.settings.run ?? {} }, async (session) => {
      const { applied, tables } = await readHistory(session.db, session.migrations)
      const told = (await journalRows(session.db, tables, ['up', 'down'])).map((row): Event => ({
        migration: row.migration,
        direction: row.kind,
        at: new Date(row.at).toISOString(),
        key: row.key,
        ...(row.detail as Partial<Receipt>),
      }))
      const plain = applied
        .filter((row) => !told.some((event) => event.migration === row.name && event.key === String(row.id)))
        .map((row): Event => ({
          migration: row.name,
          key: String(row.id),
          direction: 'up',
          at: row.at,
          batch: row.batch,
          who: 'knex',
        }))
      return [...plain, ...told].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))
    })
    context.print(events.length > 0 ? events.map(say).join('\n') : 'Nothing was run yet.', { events })
    return 0
  },
}

function say({ at, direction, migration, batch, ms, statements, who, by }: Event): string {
  const details = [
    batch && `batch ${batch}`,
    statements !== undefined && `${statements} statements`,
    ms !== undefined && `${Math.round(ms)} ms`,
    by && by !== 'run' && by,
    who,
  ]
  return `${at ?? 'unknown time'.padEnd(24)}  ${direction.padEnd(4)}  ${migration}  ${details.filter(Boolean).join(', ')}`
}
