import { writeModels as writeFiles } from '../api/pull.ts'
import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { compareHistory, compareModels, refuseHistory } from '../adopt.ts'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { generate } from '../generate.ts'
import { modelFiles } from '../sources/content.ts'
import { settingsOfConnection, type Project } from '../project/index.ts'
import { sayBetween } from '../prove/index.ts'
import { pull, withoutAmbient } from '../pull/index.ts'
import type { Schema } from '../schema.ts'
import { scopeOf } from '../project/scope.ts'
import type { Shadow } from '../shadow/index.ts'
import { stamp } from '../run/stamp.ts'
import { packageManager } from '../setup/packages.ts'
import { EXAMPLE } from '../setup/templates.ts'
import { liveSource } from '../sources/index.ts'
import { refuseNeededOutside } from '../sources/outside.ts'
import { sayUnlisted } from './generate.ts'
import { textOf, type CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import type { Context } from './context.ts'
import { runListener } from './run-log.ts'
import { sameMajor } from '../shadow/same-major.ts'

export const command: CommandFile = {
  options: [
    ['--models <folder>', 'where the models are, or go (the models folder of the knexfile when left out)'],
    ['--yes', 'do it in production without asking'],
  ],
  examples: ['npx knexus adopt', 'npx knexus adopt --models src/models'],
  async run(context, _args, options) {
    const models = textOf(options, 'models')
    const own = await context.project()
    const project: Project = models === undefined ? own : { ...own, models: resolve(models) }
    await confirmProduction(project, options, 'Write its history')
    const settings = settingsOfConnection(project)
    const shadow = await context.shadow(settings)
    await sameMajor(settings, shadow)
    const live = await liveSource('db', settings).schema(async () => shadow, scopeOf(project))
    refuseNeededOutside(live, scopeOf(project))
    context.log().info(`read ${counted(live.size, 'object')} of the database`)
    const history = await compareHistory(project, live, shadow)
    refuseHistory(history, sayBetween('is only in what the migrations build', 'is only in the database'))
    const pulled = await writeModels(context, project, live, shadow)
    const log = context.log()
    if (history.files.length > 0) {
      log.info(`No baseline is needed: the ${history.files.length} migrations build what the database holds.`)
      log.info(sayNext(project))
      context.print(pulled.join('\n'), { models: pulled, baseline: [], recorded: [] })
      return 0
    }
    const { files, notes } = await generate(project, shadow, {
      name: 'baseline',
      renames: [],
      allow: [],
      now: new Date(),
    })
    for (const note of notes) log.info(note)
    for (const { path, source } of files) await writeFile(path, source, { flag: 'wx' })
    const hidden = await sayUnlisted(project, files)
    for (const line of hidden) log.warn(line)
    const last = hidden.length > 0 ? undefined : files.at(-1)
    if (hidden.length > 0) log.warn(`then record it as run: npx knexus stamp ${basename(files.at(-1)!.path)}`)
    const { added } = last
      ? await stamp(project.config, basename(last.path), { on: await runListener(context, { stream: false }) })
      : { added: [] }
    for (const name of added) log.info(`recorded ${name} as run, without running it; a fresh database runs it`)
    log.info(sayNext(project))
    const written = files.map(({ path }) => relative(process.cwd(), path))
    context.print([...pulled, ...written].join('\n'), { models: pulled, baseline: written, recorded: added })
    return 0
  },
}

function sayNext({ root }: Project): string {
  return `Next: change a model, then ${packageManager(root).run} knexus generate NAME`
}

/** Pulls the models where there are none. Throws `models-differ` where they, or those that were there, do not build the database. */
async function writeModels(
  context: Context,
  project: Project,
  live: Schema,
  shadow: Shadow,
): Promise<readonly string[]> {
  const { models } = project
  await forgetExample(context, models)
  const there = existsSync(models) && (await modelFiles(models)).length > 0
  const pulled = there
    ? undefined
    : await pull(
        withoutAmbient(live, project.settings.compare),
        () => shadow.database(),
        scopeOf(project),
        context.progress,
      )
  const differences = pulled ? pulled.differences : await compareModels(project, live, shadow)
  if (differences.length > 0) {
    throw new KnexusError(
      'models-differ',
      `The models do not build what the database holds: ${differences
        .slice(0, 5)
        .map(sayBetween('is only in the database', 'is only in the models'))
        .join('; ')}${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}.`,
      there
        ? `Correct them, or move ${models} away so that they are pulled.`
        : 'Nothing was written. Please report this case with the definition of the objects.',
    )
  }
  if (pulled) return (await writeFiles(models, pulled.files, false)).written
  context.log().info(`The models in ${relative(process.cwd(), models)} build what the database holds.`)
  return []
}

/** The example that `init` wrote makes room, if it is all there is and nobody has touched it. */
async function forgetExample(context: Context, models: string): Promise<void> {
  const [file, ...others] = existsSync(models) ? await modelFiles(models) : []
  if (file === undefined || others.length > 0 || (await readFile(file, 'utf8')) !== EXAMPLE) return
  await rm(file)
  context.log().info(`${relative(process.cwd(), file)}, the example of init, made room for the models of the database.`)
}
