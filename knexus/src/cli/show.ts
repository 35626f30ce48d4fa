import { redact } from '../base/redact.ts'
import { withSession } from '../run/as-runner.ts'
import { judgeEdits } from '../migrations/edited.ts'
import { loadFile } from '../migrations/files.ts'
import { readStatus } from '../migrations/status.ts'
import { journalRows } from '../run/journal.ts'
import { record } from '../migrations/record.ts'
import { lint } from '../lint.ts'
import { receiptOf, sayReceipt } from './receipts.ts'
import { find } from '../run/choose.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  arguments: [['<name>', 'the file name, with or without extension, its time stamp, or the name alone: add_studies']],
  options: [
    ['--trace', 'run it on a shadow too, on made-up rows, and say what each statement locks, rewrites and reads'],
  ],
  examples: ['npx knexus show 20260102090000_add_studies', 'npx knexus show add_studies --trace'],
  async run(context, args, options) {
    const project = await context.project()
    const found = await withSession(project.config, { settings: project.settings.run ?? {} }, async (session) => {
      const status = await judgeEdits(session.db, session.config, await readStatus(session.db, session.migrations))
      const name = find(status, args[0]!)
      const directory = status.directories.get(name)
      const migration = directory === undefined ? undefined : await loadFile({ name, directory }, session.migrations)
      const statements =
        migration &&
        (await record(session.config, migration, 'up').then(
          (list) => list.map(({ sql }) => redact(sql)),
          () => undefined,
        ))
      const receipts = await journalRows(session.db, status.tables, ['up', 'down', 'step', 'cursor'], name)
      return {
        ...status.entries.find((entry) => entry.name === name)!,
        transaction: migration?.transaction ?? null,
        checksum: migration?.checksum ?? null,
        statements: statements ?? null,
        receipts,
      }
    })
    const traced =
      options['trace'] === true && found.statements
        ? (await lint(project, await context.shadow(), [found.name]))[0]!.trace.statements
        : undefined
    const { name, state, transaction, checksum, statements, receipts, hint, applied } = found
    const lines = [
      `${name}: ${state}${hint ? ` (${hint})` : ''}${applied ? `, batch ${applied.batch}, ${applied.at ?? 'time unknown'}` : ''}`,
      ...(checksum ? [`checksum ${checksum}`, `transaction ${transaction ? 'yes' : 'no'}`] : ['no file']),
      ...(statements ? ['statements:', ...statements.map((sql) => `  ${sql.replaceAll('\n', '\n  ')}`)] : []),
      ...(traced
        ? [
            'on a shadow:',
            ...traced.flatMap((one) => [`  ${one.sql.replaceAll('\n', '\n  ')}`, `    ${sayReceipt(one)}`]),
          ]
        : []),
      ...(receipts.length > 0
        ? [
            'receipts:',
            ...receipts.map(
              (row) => `  ${new Date(row.at).toISOString()} ${row.kind} ${row.key} ${JSON.stringify(row.detail)}`,
            ),
          ]
        : []),
    ]
    context.print(lines.join('\n'), { ...found, ...(traced && { traced: traced.map(receiptOf) }) })
    return 0
  },
}
