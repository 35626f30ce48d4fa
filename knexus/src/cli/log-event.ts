import { counted } from '../base/counted.ts'
import type { KnexusEvent } from '../api/events.ts'
import type { Logger } from './log.ts'

/** How long work goes on before a word of it, in milliseconds. */
const PAUSE = 2_000

let last = Date.now()

/** Says on the log what a call of the API tells. The events of a run have a listener of their own. */
export function logEvent(event: KnexusEvent, log: Logger): void {
  if (event.event === 'shadow') log.info(`shadow: ${event.description}`)
  else if (event.event === 'shadow-refused') log.debug(event.reason)
  else if (event.event === 'read') log.info(`read ${counted(event.objects, 'object')} of ${event.source}`)
  else if (event.event === 'working' && Date.now() - last >= PAUSE) {
    const { what, done, of } = event
    last = Date.now()
    log.info(`${what}: ${done} of ${of}`, { done, of })
  }
}
