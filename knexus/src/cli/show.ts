import { show } from '../api/history.ts'
import type { CommandFile } from './command.ts'
import { sayReceipt } from './receipts.ts'

export const command: CommandFile = {
  arguments: [
    ['<name>', 'the file name, with or without extension, its time stamp, or a part that no other has: add_studies'],
  ],
  options: [
    ['--trace', 'also run it on a shadow with made-up rows, and report what each statement locks, rewrites and reads'],
  ],
  examples: ['npx knexus show 20260102090000_add_studies', 'npx knexus show add_studies --trace'],
  async run(context, args, options) {
    const shown = await show(context, { name: args[0]!, trace: options['trace'] === true })
    const { name, state, transaction, checksum, statements, receipts, hint, applied, traced } = shown
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
    context.print(lines.join('\n'), shown)
    return 0
  },
}
