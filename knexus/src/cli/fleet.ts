import { readFile } from 'node:fs/promises'
import { KnexusError, messageOf } from '../base/errors.ts'
import { type FleetResult, fleetUp, queryTenants, type Tenant, tenantsOf } from '../run/fleet.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import { confirmProduction } from './confirm.ts'
import type { Context } from './context.ts'
import { count, RUN_OPTIONS, runOptions } from './run-options.ts'
import { columns } from './style.ts'

export const command: CommandFile = {
  arguments: [['<action>', 'up']],
  options: [
    ['--list <file>', 'one on each line: a postgres:// URL, `database NAME` or `schema NAME`'],
    ['--query <sql>', "asked in the environment's database; its column is called database or schema"],
    ['--parallel <n>', 'how many side by side (4)'],
    ['--canary <n>', 'how many first, one after the other (1)'],
    ['--to <name>', 'the last migration to run'],
    ...RUN_OPTIONS.filter(([syntax]) => /wait|yes|missing/.test(syntax)),
  ],
  examples: [
    'npx knexus fleet up --query "SELECT nspname AS schema FROM pg_namespace WHERE nspname LIKE \'tenant%\'" --parallel 8',
    'npx knexus fleet up --list tenants.txt --canary 3',
  ],
  async run(context, args, options) {
    if (args[0] !== 'up')
      throw new KnexusError('bad-option', `fleet can only go up, not "${args[0]}".`, 'Say `knexus fleet up`.')
    const project = await context.project()
    await confirmProduction(project, options, 'Run them in every one of the fleet')
    const tenants = await chosen(context, options)
    const { settings = {}, allowMissing = false } = runOptions(options, project.settings.run)
    const to = textOf(options, 'to')
    const log = context.log()
    const results = await fleetUp(project.config, tenants, {
      settings,
      allowMissing,
      parallel: count(options, 'parallel') ?? 4,
      canary: count(options, 'canary') ?? 1,
      ...(to !== undefined && { to }),
      onResult: (result) => log.info(`${result.tenant}: ${result.state}, ${result.migrations} ran, ${result.ms} ms`),
    })
    const code = results.every((result) => result.state === 'done') ? 0 : 1
    context.print(say(results), { results }, code)
    return code
  },
}

async function chosen(context: Context, options: Options): Promise<Tenant[]> {
  const list = textOf(options, 'list')
  const query = textOf(options, 'query')
  if ((list === undefined) === (query === undefined))
    throw new KnexusError('bad-option', 'A fleet is named by --list or by --query.', 'Give one of them.')
  if (query !== undefined) return queryTenants((await context.project()).config, query)
  const text = await readFile(list!, 'utf8').catch((error: unknown) => {
    throw new KnexusError('no-list', `${list} cannot be read: ${messageOf(error)}`, 'Correct --list.', { cause: error })
  })
  return tenantsOf(text)
}

/** Those that did nothing are only counted. */
function say(results: readonly FleetResult[]): string {
  const told = results.filter((result) => result.state !== 'done' || result.migrations > 0)
  const rows = told
    .slice(0, 200)
    .map(({ tenant, state, migrations, ms, error }) => [
      tenant,
      state,
      String(migrations),
      String(ms),
      error ? `${error.code}: ${error.message.split('\n')[0]!.slice(0, 100)}` : '',
    ])
  const number = (state: FleetResult['state']) => results.filter((result) => result.state === state).length
  return `${told.length > 0 ? columns(['tenant', 'state', 'migrations', 'ms', 'error'], rows) : ''}${number('done')} done, ${number('failed')} failed, ${number('not run')} not run\n`
}
