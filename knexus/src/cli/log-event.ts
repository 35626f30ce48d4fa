import { counted } from '../base/counted.ts'
import type { KnexusEvent } from '../api/events.ts'
import type { Logger } from './log.ts'

/** How long work goes on before a word of it, in milliseconds. */
const PAUSE = 2_000

let last = Date.now()

/** Says on the log what a call of the API tells. The events of a run have a listener of their own. */
export function logEvent(event: KnexusEvent, log: Logger): void {
  switch (event.event) {
    case 'shadow':
      return log.info(`shadow: ${event.description}`)
    case 'shadow-refused':
      return log.debug(event.reason)
    case 'read':
      return log.info(`read ${counted(event.objects, 'object')} of ${event.source}`)
    case 'position':
      return log.info(
        event.migration === null
          ? 'Nothing has run in the database: the script begins with the first migration.'
          : `The database is at ${event.migration}.`,
      )
    case 'created':
      return log.info(`created the database ${event.database}`)
    case 'order':
      if (event.proved) return log.info('the order does not matter: what they build is the same')
      return log.warn(`${event.late.join(', ')}: older than what is applied; looking whether the order matters`)
    case 'warning':
      return log.warn(event.message)
    case 'working':
      return logProgress(event, log)
    default:
  }
}

function logProgress({ what, done, of }: Extract<KnexusEvent, { event: 'working' }>, log: Logger): void {
  if (Date.now() - last < PAUSE) return
  last = Date.now()
  log.info(`${what}: ${done} of ${of}`, { done, of })
}
