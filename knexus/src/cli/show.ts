import { show } from '../api/history.ts'
import { counted } from '../base/counted.ts'
import type { JournalRow } from '../run/journal.ts'
import type { CommandFile } from './command.ts'
import { sayReceipt } from './receipts.ts'
import { block } from './style.ts'

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
      ...(statements ? ['statements:', ...statements.map((sql) => block(sql, '  '))] : []),
      ...(traced ? ['on a shadow:', ...traced.flatMap((one) => [block(one.sql, '  '), `    ${sayReceipt(one)}`])] : []),
      ...(receipts.length > 0 ? ['receipts:', ...receipts.map(sayRow)] : []),
    ]
    context.print(lines.join('\n'), shown)
    return 0
  },
}

/** A row of the journal: `2026-11-28T20:04:17.207Z  up    batch 1, 4 statements, 9 ms, root@vm, node v20.20.2`. */
function sayRow({ at, kind, key, detail }: JournalRow): string {
  const { batch, statements, ms, who, node, by } = detail
  const details = [
    typeof batch === 'number' && `batch ${batch}`,
    typeof statements === 'number' && counted(statements, 'statement'),
    typeof ms === 'number' && `${Math.round(ms)} ms`,
    typeof by === 'string' && by !== 'run' && by,
    typeof who === 'string' && who,
    typeof node === 'string' && `node ${node}`,
  ].filter(Boolean)
  const text = details.length > 0 ? details.join(', ') : `${key} ${JSON.stringify(detail)}`
  return `  ${new Date(at).toISOString()}  ${kind.padEnd(4)}  ${text}`
}
