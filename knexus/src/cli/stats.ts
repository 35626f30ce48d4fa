import { writeFile } from 'node:fs/promises'
import { stats } from '../api/sizes.ts'
import { counted } from '../base/counted.ts'
import { sayBytes } from '../weigh/index.ts'
import type { Sizes } from '../weigh/sizes.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  options: [['--out <file>', 'write them to a file to commit, which --stats of lint, review and generate takes']],
  examples: ['npx knexus stats', 'npx knexus stats --env production --out db/stats.json'],
  async run(context, _args, options) {
    const sizes = await stats(context)
    const out = textOf(options, 'out')
    if (out === undefined) {
      context.print(textOfSizes(sizes), sizes)
      return 0
    }
    await writeFile(out, `${JSON.stringify(sizes, null, 2)}\n`)
    context.log().info(`wrote ${out}: ${counted(Object.keys(sizes.tables).length, 'table')}`)
    context.print('', sizes)
    return 0
  },
}

/** A line for each table, the largest first. */
function textOfSizes({ tables }: Sizes): string {
  const lines = Object.entries(tables)
    .toSorted(([, a], [, b]) => b.bytes + b.indexBytes - a.bytes - a.indexBytes)
    .map(([table, { rows, bytes, indexBytes, writesPerSecond }]) => [
      table,
      `${Math.round(rows).toLocaleString('en')} ${Math.round(rows) === 1 ? 'row' : 'rows'}`,
      `${sayBytes(bytes)}, indexes ${sayBytes(indexBytes)}`,
      `${writesPerSecond} writes per second`,
    ])
  const width = (at: number) => Math.max(0, ...lines.map((line) => line[at]!.length))
  return lines
    .map(([table = '', count = '', bytes = '', writes = '']) =>
      [table.padEnd(width(0)), count.padStart(width(1)), bytes.padStart(width(2)), writes].join('  '),
    )
    .join('\n')
}
