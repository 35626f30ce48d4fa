import { agreement, agrees } from '../drift.ts'
import { sayBetween } from '../prove/index.ts'
import type { Change } from '../change.ts'
import { changeAsData, sayChanges } from '../tell/changes.ts'
import type { CommandFile } from './command.ts'
import { screen } from './style.ts'
import { watched } from './watch.ts'

export const command: CommandFile = {
  summary: 'do the models, the migrations and the live database agree? exit code 0 yes, 1 no, 2 unknown',
  options: [
    ['--all', 'print every difference, however many there are'],
    ['--fresh', 'read and compare everything, whatever is kept from the last time'],
    ['--watch', 'check again whenever a model, a migration or the database changes, until Ctrl-C'],
  ],
  examples: ['npx knexus check', 'npx knexus check --env docker --json'],
  async run(context, _args, options) {
    if (options['watch'] === true)
      return watched(
        context,
        process.argv.slice(2).filter((word) => word !== '--watch'),
      )
    const found = await agreement(await context.project(), () => context.shadow(), {
      fresh: options['fresh'] === true,
    })
    const { models, pending, drift, history, unmanaged } = found
    const told = { all: options['all'] === true, lines: options['all'] === true ? Infinity : screen() }
    const sections = [
      [modelsTitle(models), sayChanges(models, told)],
      ['Migrations that did not run yet (npx knexus up runs them):', pending],
      [
        'Drift: the live database is not what its migrations built (+ only in the database, - gone from it, ~ differs there):',
        sayChanges(drift, told),
      ],
      ['The history:', history],
      ['Not managed:', unmanaged],
    ] as const
    const text = sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
    const yes = agrees(found)
    if (yes) text.unshift('Models, migrations and database agree.\n')
    context.print(text.join(''), {
      agree: yes,
      models: models.map(sayBetween('is built by the migrations and not declared', 'is declared and not built')),
      pending,
      drift: drift.map(sayBetween('is gone', 'was added')),
      history,
      unmanaged,
      changes: { models: models.map(changeAsData), drift: drift.map(changeAsData) },
    })
    return yes ? 0 : 1
  },
}

/** Only what the list below it holds is said: what would be dropped is named as such, with its way out. */
function modelsTitle(models: readonly Change[]): string {
  const signs = [
    models.some(({ before }) => !before) && '+ declared and not built',
    models.some(({ after }) => !after) && '- built and not declared',
    models.some(({ before, after }) => before && after) && '~ declared otherwise than built',
  ].filter(Boolean)
  const cure = models.some(({ after }) => !after)
    ? 'declare what is to stay; then npx knexus generate NAME writes the rest, and with --drop-undeclared also drops what hand-written migrations built'
    : 'npx knexus generate NAME writes it'
  return `The models are not what the migrations build (${signs.join(', ')}): ${cure}:`
}
