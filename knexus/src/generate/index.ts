import { slugOf } from '../emit/names.ts'
import { historyToAddTo } from '../migrations/replay.ts'
import type { Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { checkAllowed } from '../prove/losses.ts'
import { withRows } from '../prove/rowless.ts'
import { sides, start, type Start } from '../prove/start.ts'
import type { Shadow } from '../shadow/index.ts'
import { attempt, type Work } from './attempt.ts'
import type { Generated, GenerateOptions } from './types.ts'

export type { Generated, GeneratedFile, GenerateOptions } from './types.ts'

/**
 * Finds the difference between models and history on a shadow, writes it as migrations, and proves the very files: up to
 * the models, down to the start, up again, and the values that were there before come back. Writes nothing to disk.
 */
export async function generate(project: Project, shadow: Shadow, options: GenerateOptions): Promise<Generated> {
  checkAllowed(options.allow)
  const scope = scopeOf(project)
  const slug = slugOf(options.name)
  const files = await historyToAddTo(project)
  const begin = () => start(shadow, project, files, options.base, scope)
  const [{ declared, models }, first] = await sides(project, shadow, scope, begin)
  const work: Work = { slug, project, shadow, options, scope, files, declared, models }
  let begun: Start | undefined = first
  return withRows(async (without, everywhere) => {
    const place = begun ?? (await begin())
    begun = undefined
    return attempt(work, place, without, everywhere)
  })
}
