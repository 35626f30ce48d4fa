import { readFile } from 'node:fs/promises'
import { KnexusError, messageOf } from '../base/errors.ts'
import { rows } from '../connection/connection.ts'
import { tenantsAmong, tenantsOf, type Tenant } from '../run/tenants.ts'
import { textOf, type CommandFile, type Options } from './command.ts'
import type { Context } from './context.ts'
import { reader } from '../run/reader.ts'
import { RUN_OPTIONS } from './run-options.ts'

export const command: CommandFile = {
  arguments: [['<action>', 'up, status or check']],
  options: [
    ['--list <file>', 'a file with one per line: a postgres:// URL, `database NAME` or `schema NAME`'],
    ['--query <sql>', "a query for the environment's database; its column is called database or schema"],
    ['--parallel <n>', 'how many at the same time (4)'],
    ['--canary <n>', 'up: how many first, one after the other (1)'],
    ['--to <name>', 'up: the last migration to run'],
    ['--fresh', 'check: read every database, without the cache'],
    ...RUN_OPTIONS.filter(([syntax]) => /wait|yes|missing/.test(syntax)),
  ],
  exits: [
    ['0', 'all are done, or as they should be'],
    ['1', 'one is not'],
  ],
  examples: [
    'npx knexus fleet up --query "SELECT nspname AS schema FROM pg_namespace WHERE nspname LIKE \'tenant%\'" --parallel 8',
    'npx knexus fleet up --list tenants.txt --canary 3',
    'npx knexus fleet check --list tenants.txt',
  ],
  async run(context, args, options) {
    const action = args[0]!
    if (action === 'up')
      return (await import('./fleet-up.ts')).fleetUpCommand(context, () => chosen(context, options), options)
    if (action !== 'status' && action !== 'check')
      throw new KnexusError('bad-option', `fleet cannot ${action}.`, 'Say `knexus fleet up`, `status` or `check`.')
    const { fleetLookCommand } = await import('./fleet-look.ts')
    return fleetLookCommand(context, await chosen(context, options), options, action === 'check')
  },
}

async function chosen(context: Context, options: Options): Promise<Tenant[]> {
  const list = textOf(options, 'list')
  const query = textOf(options, 'query')
  if ((list === undefined) === (query === undefined))
    throw new KnexusError('bad-option', 'A fleet is named by --list or by --query.', 'Give one of them.')
  if (list === undefined) return asked(context, query!)
  const text = await readFile(list, 'utf8').catch((error: unknown) => {
    throw new KnexusError('no-list', `${list} cannot be read: ${messageOf(error)}`, 'Correct --list.', { cause: error })
  })
  return tenantsOf(text)
}

async function asked(context: Context, query: string): Promise<Tenant[]> {
  const { db, close } = await reader(await context.project())
  try {
    return tenantsAmong(await rows(db, query))
  } finally {
    await close()
  }
}
