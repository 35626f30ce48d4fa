import { counted } from '../base/counted.ts'
import type { Holder, Listener, RunEvent } from '../migrations/events.ts'
import { telemetry } from '../run/telemetry.ts'
import type { Context } from './context.ts'

/**
 * Tells a person what a run does, on the log; with `--json` every event is a line on standard output instead, unless the command
 * prints one document at its end (`stream: false`).
 */
export async function runListener(
  context: Context,
  { stream = true }: { readonly stream?: boolean } = {},
): Promise<Listener> {
  const tell = await teller(context, stream)
  const trace = await telemetry()
  if (!trace) return tell
  return (event) => {
    trace(event)
    tell(event)
  }
}

async function teller(context: Context, stream: boolean): Promise<Listener> {
  if (context.json && stream)
    return (event) => {
      process.stdout.write(`${JSON.stringify(event)}\n`)
    }
  const log = context.log()
  let last = 0
  const told: Listener = (event) => {
    if (event.event === 'progress' && Date.now() - last < 5_000) return
    if (event.event === 'progress') last = Date.now()
    const line = say(event)
    if (line)
      log[WARNINGS.has(event.event) ? 'warn' : event.event === 'statement' && !event.skipped ? 'debug' : 'info'](
        line,
        event,
      )
  }
  if (!process.stderr.isTTY || process.env['LOG_FORMAT'] === 'json') return told
  const { on, stop } = (await import('./live.ts')).liveLine(process.stderr, told)
  process.once('exit', stop)
  return on
}

const WARNINGS: ReadonlySet<RunEvent['event']> = new Set(['waiting', 'repaired', 'blocked', 'retry', 'note'])

/** One line for an event; the empty text for one that is not worth a line. */
export function say(event: RunEvent): string {
  switch (event.event) {
    case 'waiting':
      return `waiting for ${OBSTACLES[event.obstacle]}, ${seconds(event.ms)} so far${event.holders[0] ? `: ${sayHolder(event.holders[0])}` : ''}`
    case 'repaired':
      return `repaired: ${event.what}`
    case 'run-start':
      return `${event.migrations.length} ${event.direction === 'up' ? 'pending' : 'to undo'} in ${event.place}`
    case 'migration-start':
      return event.transaction
        ? ''
        : `${event.migration}: ${event.resumed ? 'going on where the last run stopped' : 'running without a transaction'}`
    case 'statement':
      return `${event.migration} ${event.number}${event.skipped ? ' (not sent)' : ` (${seconds(event.ms)})`}: ${event.sql}`
    case 'blocked':
      return `${event.migration} is blocked for ${seconds(event.ms)} by ${event.holders.map(sayHolder).join('; ')}`
    case 'retry':
      return `${event.migration}: ${event.reason}; trying again in ${seconds(event.pause)} (attempt ${event.attempt})`
    case 'progress':
      return `${event.migration}: ${event.phase}${event.total > 0 ? ` ${Math.floor((100 * event.done) / event.total)} %` : ''}, ${seconds(event.ms)}`
    case 'note':
      return `${event.migration}: ${event.message}`
    case 'migration-end':
      return `${event.direction} ${event.migration} (${counted(event.statements, 'statement')}, ${seconds(event.ms)})`
    case 'run-end':
      return runEnd(event)
    default:
      return ''
  }
}

function runEnd(event: Extract<RunEvent, { event: 'run-end' }>): string {
  if (event.migrations.length === 0) return event.direction === 'up' ? 'Nothing is pending.' : 'Nothing to undo.'
  if (event.dryRun) return `${event.migrations.length} would run ${event.direction}; nothing was sent.`
  return `${event.migrations.length} ran ${event.direction}${event.direction === 'up' ? ` as batch ${event.batch}` : ''} in ${seconds(event.ms)}.`
}

const OBSTACLES = {
  runner: 'another runner',
  worker: 'a statement of a runner that died',
  knex: 'plain knex',
  database: 'the database to answer',
} as const

function sayHolder(holder: Holder): string {
  const host = holder.host ? ` from ${holder.host}` : ''
  return `pid ${holder.pid} (${holder.application || 'no name'}${host}, ${holder.state}, since ${holder.transactionSince ?? holder.since}): ${holder.statement.replaceAll(/\s+/g, ' ').slice(0, 120)}`
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}
