import { backdated } from '../migrations/status.ts'
import type { RunOptions } from '../run/runner.ts'
import { up } from '../run/runner.ts'
import { KnexusError } from '../base/errors.ts'
import { PHASES, type Phase } from '../migrations/files.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import { confirmProduction } from './confirm.ts'
import type { Context } from './context.ts'
import { createDatabase } from './create-database.ts'
import { runListener } from './run-log.ts'
import { reach, RUN_OPTIONS, runOptions } from './run-options.ts'

export const command: CommandFile = {
  options: [
    ['--to <name>', 'the last migration to run'],
    ['--steps <n>', 'how many to run at most'],
    [
      '--phase <phase>',
      'expand: stop before the first file that says `phase: contract`; contract: the other way round',
    ],
    ['--max-duration <seconds>', 'when a backfill stops, counted from the start; the next run continues there'],
    ['--any-order', 'run a file that is older than an applied one without proof that the order does not matter'],
    ['--create-database', 'create the database first where the server does not have it yet'],
    ...RUN_OPTIONS,
  ],
  examples: ['npx knexus up', 'npx knexus up --to 20260102090000_add_studies', 'npx knexus up --dry-run'],
  async run(context, _args, options) {
    const project = await context.project()
    await createDatabase(context, project, options)
    await confirmProduction(project, options, 'Run them')
    const judge = options['anyOrder'] === true ? {} : { judge: orderJudge(context) }
    await up(project.config, {
      ...runOptions(options, project.settings.run),
      ...reach(options),
      ...judge,
      ...phase(options),
      on: await runListener(context),
    })
    if (options['dryRun'] === true) await (await import('./in-the-way.ts')).warnOfConflicts(context)
    context.endStream()
    return 0
  },
}

function phase(options: Options): { readonly phase?: Phase } {
  const said = textOf(options, 'phase')
  if (said === undefined) return {}
  const known = PHASES.find((one) => one === said)
  if (known) return { phase: known }
  throw new KnexusError(
    'bad-option',
    `--phase ${said} is neither expand nor contract.`,
    'Use --phase expand before the new code is there, and --phase contract, or none, when the old code is gone.',
  )
}

function orderJudge(context: Context): NonNullable<RunOptions['judge']> {
  return async (status, chosen) => {
    const late = backdated(status, chosen)
    if (late.length === 0) return
    const log = context.log()
    log.warn(`${late.join(', ')}: older than what is applied; looking whether the order matters`)
    const { proveOrder } = await import('../history/commute.ts')
    await proveOrder(await context.project(), await context.shadow(), status, chosen)
    log.info('the order does not matter: what they build is the same')
  }
}
