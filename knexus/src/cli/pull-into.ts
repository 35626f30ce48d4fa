import { relative } from 'node:path'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import type { Address } from '../base/kind.ts'
import type { Project } from '../project/index.ts'
import { scopeOf } from '../project/scope.ts'
import { pullInto, type WrittenInto } from '../pull/into/index.ts'
import { withoutAmbient } from '../pull/index.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'
import { modelsSource, type Source } from '../sources/index.ts'
import { refuseNeededOutside } from '../sources/outside.ts'
import { textOf, type Options } from './command.ts'
import type { Context } from './context.ts'
import { sameMajor } from '../shadow/same-major.ts'

/** Declares in the models of the project what a source has and they do not declare. */
export async function intoModels(context: Context, source: Source, options: Options): Promise<number> {
  if (textOf(options, 'out') !== undefined)
    throw new KnexusError('bad-option', '--into and --out cannot be used together.', 'Leave one of the two out.')
  const project = await context.project()
  const shadow = await context.shadow(source.live)
  if (source.live) await sameMajor(source.live, shadow)
  const read = await source.schema(async () => shadow, scopeOf(project))
  refuseNeededOutside(read, scopeOf(project))
  const schema = options['access'] === true ? read : withoutAmbient(read, project.settings.compare)
  const written = await declareIn(project, shadow, schema)
  for (const line of sayWritten(written)) context.log().info(line)
  if (written.declared.size + written.unplaced.length === 0)
    context.log().info(`Nothing to declare: the models have all that ${source.label} has.`)
  if (written.declared.size > 0)
    context
      .log()
      .info(
        `Proved on ${shadow.description}: the models build what they did and ${counted(written.declared.size, 'object')} more.`,
      )
  for (const line of sayUnplaced(written)) context.log().warn(line)
  context.print(written.files.map((file) => relative(process.cwd(), file)).join('\n'), {
    written: written.files.map((file) => relative(process.cwd(), file)),
    declared: Object.fromEntries(
      [...written.declared].map(([address, file]) => [address, relative(process.cwd(), file)]),
    ),
    unplaced: written.unplaced,
  })
  return written.unplaced.length > 0 ? 1 : 0
}

/** Writes what a schema has beside the models, or only some of it, into them. */
export async function declareIn(
  project: Project,
  shadow: Shadow,
  source: Schema,
  only?: ReadonlySet<Address>,
): Promise<WrittenInto> {
  const scope = scopeOf(project)
  const built = await modelsSource(project.models).schema(async () => shadow, scope)
  return pullInto({ place: project.models, built, source, only, scope }, () => shadow.database())
}

/** What was declared, and where. */
export function sayWritten({ declared }: WrittenInto): string[] {
  return [...declared].map(([address, file]) => `declared ${address} in ${relative(process.cwd(), file)}`)
}

/** What was not, and why, with what to paste. */
export function sayUnplaced({ unplaced }: WrittenInto): string[] {
  return unplaced.map(
    ({ address, place, reason, snippet }) =>
      `not declared: what ${address} lacks, because ${reason} (${place}). Put it in by hand:\n${snippet.trimEnd()}`,
  )
}
