import { counted } from '../base/counted.ts'
import { type Look, lookAtFleet } from '../run/fleet-look.ts'
import type { Tenant } from '../run/tenants.ts'
import type { Options } from './command.ts'
import type { Context } from './context.ts'
import { count } from './run-options.ts'
import { columns } from './style.ts'

/** How many tenants are named in one line. */
const NAMED = 5

/**
 * `knexus fleet status` and `knexus fleet check`: exit code 1 where one could not be reached, or a check finds one
 * behind or different.
 */
export async function fleetLookCommand(
  context: Context,
  tenants: readonly Tenant[],
  options: Options,
  compare: boolean,
): Promise<number> {
  const begun = performance.now()
  const looks = await lookAtFleet(await context.project(), tenants, {
    compare,
    fresh: options['fresh'] === true,
    parallel: count(options, 'parallel') ?? 4,
  })
  const seconds = (performance.now() - begun) / 1000
  const isUnwanted = (look: Look) => look.error !== null || (compare && (!look.current || look.drift.length > 0))
  const code = looks.some(isUnwanted) ? 1 : 0
  context.print(
    `${sayRevisions(looks)}${sayDrifted(looks)}${sayErrors(looks)}${summary(looks, compare)}, ${seconds.toFixed(2)} s
`,
    { tenants: looks },
    code,
  )
  return code
}

/** One line for tenants that are alike. */
function sayRevisions(looks: readonly Look[]): string {
  const groups = grouped(
    looks.filter(({ error }) => error === null),
    ({ revision, pending, history }) => JSON.stringify([revision, pending, history]),
  )
  if (groups.length === 0) return ''
  const lines = groups.map((group) => {
    const { revision, pending, history } = group[0]!
    const state = [...(pending.length > 0 ? [`${pending.length} pending`] : []), ...history].join(', ')
    return [revision ?? 'no migration', String(group.length), state || 'all applied', names(group)]
  })
  return columns(['last migration', 'tenants', 'state', ''], lines)
}

function sayDrifted(looks: readonly Look[]): string {
  const groups = grouped(
    looks.filter(({ drift }) => drift.length > 0),
    ({ first, schema }) => JSON.stringify([first, schema]),
  )
  return groups
    .map((group) => {
      const { first, drift } = group[0]!
      const lines = drift.map((line) => `  ${line}\n`).join('')
      return (
        `\nNot as ${first}, the first with the same migrations (+ only here, - only there, ~ differs): ` +
        `${names(group)}\n${lines}`
      )
    })
    .join('')
}

function sayErrors(looks: readonly Look[]): string {
  const lines = looks.flatMap(({ tenant, error }) =>
    error ? [[tenant, `${error.code}: ${error.message.split('\n')[0]}`]] : [],
  )
  return lines.length > 0 ? `\n${columns(['not reached', ''], lines)}` : ''
}

function summary(looks: readonly Look[], compare: boolean): string {
  const number = (is: (look: Look) => boolean) => looks.filter(is).length
  const drifted = compare ? `, ${number(({ drift }) => drift.length > 0)} drifted` : ''
  const failed = number(({ error }) => error !== null)
  return (
    `${counted(looks.length, 'tenant')}: ${number(({ current }) => current)} up to date` +
    `${drifted}${failed > 0 ? `, ${failed} unknown` : ''}`
  )
}

function names(group: readonly Look[]): string {
  const first = group.slice(0, NAMED).map(({ tenant }) => tenant)
  return `${first.join(', ')}${group.length > NAMED ? ` and ${group.length - NAMED} more` : ''}`
}

/** The largest group first. */
function grouped<T>(items: readonly T[], by: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item])
  return [...groups.values()].sort((a, b) => b.length - a.length)
}
