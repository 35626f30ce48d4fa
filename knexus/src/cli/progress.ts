import type { Told } from '../pull/index.ts'
import type { Logger } from './log.ts'

/** How long work goes on before a word of it, in milliseconds. */
const PAUSE = 2_000

/** Says on the log, every two seconds, how far some work is. */
export function progressOn(log: Logger): Told {
  let last = Date.now()
  return (what, done, of) => {
    if (Date.now() - last < PAUSE) return
    last = Date.now()
    log.info(`${what}: ${done} of ${of}`, { done, of })
  }
}
