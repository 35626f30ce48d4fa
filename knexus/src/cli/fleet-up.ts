import { type FleetResult, fleetUp } from '../run/fleet.ts'
import { lookAtFleet } from '../run/fleet-look.ts'
import type { Tenant } from '../run/tenants.ts'
import { textOf, type Options } from './command.ts'
import { confirmProduction } from './confirm.ts'
import type { Context } from './context.ts'
import { count, runOptions } from './run-options.ts'
import { columns } from './style.ts'

/** `knexus fleet up`: runs what is pending, canaries first. Those that have all of it are found out at once, and not run. */
export async function fleetUpCommand(
  context: Context,
  chosen: () => Promise<readonly Tenant[]>,
  options: Options,
): Promise<number> {
  const project = await context.project()
  await confirmProduction(project, options, 'Run them in every one of the fleet')
  const tenants = await chosen()
  const { settings = {}, allowMissing = false } = runOptions(options, project.settings.run)
  const to = textOf(options, 'to')
  const parallel = count(options, 'parallel') ?? 4
  const log = context.log()
  const looks = await lookAtFleet(project, tenants, { compare: false, parallel })
  const current = new Set(tenants.filter((_, at) => looks[at]!.current))
  if (current.size > 0) log.info(`${current.size} of ${tenants.length} have all migrations`)
  const results = await fleetUp(project.config, tenants, {
    settings,
    allowMissing,
    parallel,
    canary: count(options, 'canary') ?? 1,
    current,
    ...(to !== undefined && { to }),
    onWave: (wave) =>
      log.info(
        `wave ${wave.number} of ${wave.of}: ` +
          `${wave.tenants.length === 1 ? wave.tenants[0] : `${wave.tenants.length}, ${wave.parallel} at a time`}`,
      ),
    onResult: (result) => log.info(`${result.tenant}: ${result.state}, ${result.migrations} ran, ${result.ms} ms`),
  })
  const code = results.every((result) => result.state === 'done') ? 0 : 1
  context.print(say(results), { results }, code)
  return code
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
  return (
    `${told.length > 0 ? columns(['tenant', 'state', 'migrations', 'ms', 'error'], rows) : ''}${number('done')} ` +
    `done, ${number('failed')} failed, ${number('not run')} not run\n`
  )
}
