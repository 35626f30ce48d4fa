import { up } from '../api/run.ts'
import { KnexusError } from '../base/errors.ts'
import { PHASES, type Phase } from '../migrations/files.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import { confirmCreation, confirmProduction } from './confirm.ts'
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
    ['--create-database', 'create the database first if it does not exist'],
    ...RUN_OPTIONS,
  ],
  examples: ['npx knexus up', 'npx knexus up --to 20260102090000_add_studies', 'npx knexus up --dry-run'],
  async run(context, _args, options) {
    const asked = {
      ...runOptions(options),
      ...reach(options),
      ...phase(options),
      anyOrder: options['anyOrder'] === true,
      createDatabase: options['createDatabase'] === true,
      production: true,
    }
    const project = await context.project()
    confirmCreation(project, options)
    await confirmProduction(project, options, 'Run them')
    const { conflicts } = await up(context, asked, await runListener(context, { dryRun: options['dryRun'] === true }))
    if (conflicts.length > 0) {
      const { sayConflict } = await import('../conflicts.ts')
      for (const conflict of conflicts) context.log().warn(sayConflict(conflict))
    }
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
