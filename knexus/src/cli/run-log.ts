import { counted } from '../base/counted.ts'
import type { Holder, Listener, RunEvent } from '../migrations/events.ts'
import { telemetry } from '../run/telemetry.ts'
import type { Context } from './context.ts'
import { block } from './style.ts'

/**
 * Logs what a run does; with `--json` every event is a line on standard output instead, unless the command prints one document at
 * its end (`stream: false`).
 */
export async function runListener(
  context: Context,
  { stream = true, dryRun = false }: { readonly stream?: boolean; readonly dryRun?: boolean } = {},
): Promise<Listener> {
  const listener = await logger(context, stream, dryRun ? sayDryRun : say)
  const trace = await telemetry()
  if (!trace) return listener
  return (event) => {
    trace(event)
    listener(event)
  }
}

async function logger(context: Context, stream: boolean, lineOf: (event: RunEvent) => string): Promise<Listener> {
  if (context.json && stream)
    return (event) => {
      process.stdout.write(`${JSON.stringify(event)}\n`)
    }
  const log = context.log()
  let last = 0
  const listener: Listener = (event) => {
    if (event.event === 'progress' && Date.now() - last < 5_000) return
    if (event.event === 'progress') last = Date.now()
    const line = lineOf(event)
    if (line)
      log[WARNINGS.has(event.event) ? 'warn' : event.event === 'statement' && !event.skipped ? 'debug' : 'info'](
        line,
        event,
      )
  }
  if (!process.stderr.isTTY || process.env['LOG_FORMAT'] === 'json') return listener
  const { on, stop } = (await import('./live.ts')).liveLine(process.stderr, listener)
  process.once('exit', stop)
  return on
}

const WARNINGS: ReadonlySet<RunEvent['event']> = new Set(['waiting', 'repaired', 'blocked', 'retry', 'note'])

/** One line for an event; the empty text for one that is not worth a line. */
export function say<E extends RunEvent['event']>(event: EventOf<E>): string {
  return LINES[event.event](event)
}

/** The same for a dry run: each file, and below it its statements. */
function sayDryRun(event: RunEvent): string {
  if (event.event === 'migration-start')
    return `${event.migration}${event.transaction ? '' : ', without a transaction'}`
  if (event.event === 'statement') return block(event.sql, '  ')
  return event.event === 'migration-end' ? '' : say(event)
}

type EventOf<E extends RunEvent['event']> = Extract<RunEvent, { readonly event: E }>

const LINES: { readonly [E in RunEvent['event']]: (event: EventOf<E>) => string } = {
  waiting: ({ obstacle, holders: [first], ms }) =>
    `waiting for ${OBSTACLES[obstacle]}, ${seconds(ms)} so far${first ? `: ${sayHolder(first)}` : ''}`,
  repaired: ({ what }) => `repaired: ${what}`,
  'run-start': ({ migrations, direction, place }) =>
    `${migrations.length} ${direction === 'up' ? 'pending' : 'to undo'} in ${place}`,
  'migration-start': ({ migration, transaction, resumed }) => {
    if (transaction) return ''
    return `${migration}: ${resumed ? 'continuing where the last run stopped' : 'running without a transaction'}`
  },
  statement: ({ migration, number, skipped, ms, sql }) =>
    `${migration} ${number}${skipped ? ' (done by an earlier run)' : ` (${seconds(ms)})`}: ${sql}`,
  blocked: ({ migration, ms, holders }) =>
    `${migration} is blocked for ${seconds(ms)} by ${holders.map(sayHolder).join('; ')}`,
  retry: ({ migration, reason, pause, attempt }) =>
    `${migration}: ${reason}; trying again in ${seconds(pause)} (attempt ${attempt})`,
  progress: ({ migration, phase, total, done, ms }) =>
    `${migration}: ${phase}${total > 0 ? ` ${Math.floor((100 * done) / total)} %` : ''}, ${seconds(ms)}`,
  note: ({ migration, message }) => `${migration}: ${message}`,
  'migration-end': ({ direction, migration, statements, ms }) =>
    `${direction} ${migration} (${counted(statements, 'statement')}, ${seconds(ms)})`,
  'run-end': runEnd,
}

function runEnd(event: EventOf<'run-end'>): string {
  if (event.migrations.length === 0) return event.direction === 'up' ? 'Nothing is pending.' : 'Nothing to undo.'
  const [up, what] = [event.direction === 'up', counted(event.migrations.length, 'migration')]
  if (event.dryRun) return `Would ${up ? 'run' : 'undo'} ${what}; nothing was sent.`
  return up ? `Ran ${what} as batch ${event.batch} in ${seconds(event.ms)}.` : `Undid ${what} in ${seconds(event.ms)}.`
}

const OBSTACLES = {
  runner: 'another runner',
  worker: 'a statement of a runner that died',
  knex: 'plain knex',
  database: 'the database to answer',
} as const

function sayHolder(holder: Holder): string {
  const host = holder.host ? ` from ${holder.host}` : ''
  return (
    `pid ${holder.pid} (${holder.application || 'no name'}${host}, ${holder.state}, since ` +
    `${holder.transactionSince ?? holder.since}): ${holder.statement.replaceAll(/\s+/g, ' ').slice(0, 120)}`
  )
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
