import { statusOf } from '../api/status.ts'
import type { Entry, Relation, Status } from '../migrations/status.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  options: [['--exit-code', 'exit with 1 unless everything is applied']],
  exits: [['1', 'not everything is applied (only with --exit-code)']],
  examples: ['npx knexus status', 'npx knexus status --json'],
  async run(context, _args, options) {
    const project = await context.project()
    const { status, database } = await statusOf(project)
    const { relation, entries } = status
    const code =
      options['exitCode'] === true && !(relation === 'current' && entries.every((entry) => entry.state === 'applied'))
        ? 1
        : 0
    context.print(
      sayStatus(status),
      { environment: project.environment, database, relation, migrations: entries },
      code,
    )
    return code
  },
}

const SUMMARY: Readonly<Record<Relation, string>> = {
  current: 'Nothing is pending.',
  pending: 'Run them with `npx knexus up`.',
  ahead: 'The database is ahead of the folder: it has migrations that are not here.',
  diverged: 'The database has migrations that are not here, and the folder has pending ones.',
  foreign: 'The database has a history of its own, without one migration of this folder: is it the right one?',
}

function sayStatus({ relation, entries, pending }: Status): string {
  if (entries.length === 0) return 'There are no migrations.\n'
  const width = Math.max(...entries.map((entry) => entry.name.length))
  const lines = entries.map((entry) =>
    `${entry.state.padEnd(8)} ${entry.name.padEnd(width)}  ${details(entry)}`.trimEnd(),
  )
  return `${lines.join('\n')}\n${pending.length > 0 ? `${pending.length} pending. ` : ''}${SUMMARY[relation]}\n`
}

function details({ applied, backdated, half, hint }: Entry): string {
  return [
    applied && `batch ${applied.batch}`,
    applied?.at,
    applied?.ms != null && `${Math.round(applied.ms)} ms`,
    backdated && 'older than one that is applied',
    half && `stopped half-way ${half}`,
    hint,
  ]
    .filter(Boolean)
    .join(', ')
}
