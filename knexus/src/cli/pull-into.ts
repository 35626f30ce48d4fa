import { pullInto } from '../api/pull.ts'
import type { PulledInto, PullIntoOptions } from '../api/types.ts'
import { counted } from '../base/counted.ts'
import type { Context } from './context.ts'

/** Declares in the models of the project what a source has and they do not declare, and tells it. */
export async function declareInModels(context: Context, options: PullIntoOptions): Promise<number> {
  const into = await pullInto(context, options)
  const { written, declared, unplaced, source, shadow } = into
  const log = context.log()
  for (const line of sayDeclared(into)) log.info(line)
  const count = Object.keys(declared).length
  if (count + unplaced.length === 0) log.info(`Nothing to declare: the models have all that ${source} has.`)
  if (count > 0) log.info(`Proved on ${shadow}: the models build what they did and ${counted(count, 'object')} more.`)
  for (const line of sayUnplaced(into)) log.warn(line)
  context.print(written.join('\n'), { written, declared, unplaced })
  return unplaced.length > 0 ? 1 : 0
}

/** What was declared, and where. */
export function sayDeclared({ declared }: Pick<PulledInto, 'declared'>): string[] {
  return Object.entries(declared).map(([address, file]) => `declared ${address} in ${file}`)
}

/** What was not, and why, with what to paste. */
export function sayUnplaced({ unplaced }: Pick<PulledInto, 'unplaced'>): string[] {
  return unplaced.map(
    ({ address, place, reason, snippet }) =>
      `not declared: what ${address} lacks, because ${reason} (${place}). Put it in by hand:\n${snippet.trimEnd()}`,
  )
}
