import { basename, relative, resolve } from 'node:path'
import { adopt } from '../api/adopt.ts'
import type { Adopted } from '../api/types-run.ts'
import type { Project } from '../project/index.ts'
import { packageManager } from '../setup/packages.ts'
import { textOf, type CommandFile } from './command.ts'
import { confirmProduction } from './confirm.ts'
import type { Context } from './context.ts'
import { sayUnlisted } from './generate.ts'
import { runListener } from './run-log.ts'

export const command: CommandFile = {
  options: [
    ['--models <folder>', 'where the models are, or go (the models folder of the knexfile when left out)'],
    ['--yes', 'do it in production without asking'],
  ],
  examples: ['npx knexus adopt', 'npx knexus adopt --models src/models'],
  async run(context, _args, options) {
    const models = textOf(options, 'models')
    const project = await context.project()
    await confirmProduction(project, options, 'Write its history')
    const adopted = await adopt(
      context,
      { ...(models !== undefined && { models }), production: true },
      await runListener(context, { stream: false }),
    )
    report(context, adopted, project, models ?? project.models)
    const { baseline, recorded, unmanaged } = adopted
    context.print([...adopted.models, ...baseline].join('\n'), {
      models: adopted.models,
      baseline,
      recorded,
      unmanaged,
    })
    return 0
  },
}

/** Tells what was done, and what to type next. */
function report(context: Context, adopted: Adopted, { root }: Project, folder: string): void {
  const { models, example, migrations, baseline, notes, unlisted, recorded, unmanaged } = adopted
  const log = context.log()
  if (example !== undefined) log.info(`${example}, the example of init, made room for the models of the database.`)
  if (models.length === 0)
    log.info(`The models in ${relative(process.cwd(), resolve(folder))} build what the database holds.`)
  if (migrations > 0)
    log.info(
      `No baseline is needed: ${migrations === 1 ? 'the migration builds' : `the ${migrations} migrations build`} ` +
        'what the database holds.',
    )
  for (const note of notes) log.info(note)
  for (const one of unmanaged) log.warn(`not managed, and neither in the models nor in a migration: ${one}`)
  for (const line of unlisted.map(sayUnlisted)) log.warn(line)
  if (unlisted.length > 0) log.warn(`then record it as run: npx knexus stamp ${basename(baseline.at(-1)!)}`)
  for (const name of recorded) log.info(`recorded ${name} as run, without running it; a fresh database runs it`)
  log.info(`Next: change a model, then ${packageManager(root).run} knexus generate NAME`)
}
