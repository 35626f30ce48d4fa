import { agreement, agrees } from '../drift.ts'
import { sayChange } from '../prove/index.ts'
import type { CommandFile } from './command.ts'

export const command: CommandFile = {
  summary: 'do the models, the migrations and the live database agree? exit code 0 yes, 1 no, 2 could not tell',
  options: [['--fresh', 'read and compare everything, whatever is kept from the last time']],
  examples: ['npx knexus check', 'npx knexus check --env docker --json'],
  async run(context, _args, options) {
    const found = await agreement(await context.project(), () => context.shadow(), {
      fresh: options['fresh'] === true,
    })
    const { models, pending, drift, history, unmanaged } = found
    const sections = [
      ['The models declare what no migration builds (npx knexus generate NAME):', models.map(sayModels)],
      ['Migrations that did not run yet (npx knexus up):', pending],
      ['The live database is not what its migrations built (drift):', drift.map(sayDrift)],
      ['The history:', history],
      ['Not managed:', unmanaged],
    ] as const
    const told = sections
      .filter(([, lines]) => lines.length > 0)
      .map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
    const yes = agrees(found)
    if (yes) told.unshift('Models, migrations and database agree.\n')
    context.print(told.join(''), {
      agree: yes,
      models: models.map(sayModels),
      pending,
      drift: drift.map(sayDrift),
      history,
      unmanaged,
    })
    return yes ? 0 : 1
  },
}

function sayModels(change: Parameters<typeof sayChange>[0]): string {
  return sayChange(change)
    .replace(/ is too much$/, ' is built by the migrations and not declared')
    .replace(/ is missing$/, ' is declared and not built')
}

function sayDrift(change: Parameters<typeof sayChange>[0]): string {
  return sayChange(change)
    .replace(/ is too much$/, ' is gone')
    .replace(/ is missing$/, ' was added')
}
