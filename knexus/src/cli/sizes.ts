import { sizesNamed } from '../api/sizes.ts'
import type { GeneratedFile } from '../generate/index.ts'
import { waits } from '../trace/receipt.ts'
import { weighedReceipt } from '../weigh/index.ts'
import { measurePace } from '../weigh/pace.ts'
import { textOf, type Options } from './command.ts'
import type { Context } from './context.ts'

/** The option of the commands that weigh what they find. */
export const STATS: readonly [syntax: string, meaning: string] = [
  '--stats <file>',
  'weigh what is found by the sizes of live tables: a file that `knexus stats --out` wrote, or db for those of the database',
]

/** Says of the statements that keep somebody waiting for how long that is, where `--stats` tells the sizes of the tables. */
export async function warnOfWaits(context: Context, files: readonly GeneratedFile[], options: Options): Promise<void> {
  const sizes = await sizesNamed(context, textOf(options, 'stats'))
  const waiting = files.flatMap(({ up }) => up.filter(({ receipt }) => receipt && waits(receipt).length > 0))
  if (!sizes || waiting.length === 0) return
  const scale = { sizes, pace: await measurePace(await context.shadow()) }
  for (const { sql, receipt } of waiting) {
    const weighed = weighedReceipt(receipt!, scale)
    if (weighed !== undefined) context.log().warn(`${waits(receipt!).join('')}: ${weighed}\n  ${sql}`)
  }
}
