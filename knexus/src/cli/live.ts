import type { Listener, RunEvent } from '../migrations/events.ts'

/** What the live line shows: the migration at work, since when, and how far it is. */
interface Now {
  readonly migration: string
  readonly since: number
  readonly progress: string
}

const WIDTH = 24

/**
 * Keeps one line at the bottom of a terminal for the migration at work; every other line is written above it. `stop`
 * takes it away.
 */
export function liveLine(
  stream: NodeJS.WriteStream,
  listener: Listener,
): { readonly on: Listener; readonly stop: () => void } {
  let now: Now | undefined
  const draw = () => {
    if (now) stream.write(`\r\u001B[2K${line(now).slice(0, stream.columns - 1)}`)
  }
  const clear = () => {
    stream.write('\r\u001B[2K')
  }
  const timer = setInterval(draw, 200)
  timer.unref()
  return {
    on(event) {
      clear()
      now = next(now, event)
      if (event.event !== 'progress') listener(event)
      draw()
    },
    stop() {
      clearInterval(timer)
      clear()
    },
  }
}

function next(now: Now | undefined, event: RunEvent): Now | undefined {
  if (event.event === 'migration-start') return { migration: event.migration, since: Date.now(), progress: '' }
  if (event.event === 'migration-end' || event.event === 'run-end') return undefined
  if (event.event === 'progress' && now)
    return {
      ...now,
      progress: `${event.phase} ${bar(event.done, event.total)}${left(now.since, event.done, event.total)}`,
    }
  if (event.event === 'blocked' && now)
    return { ...now, progress: `blocked by ${event.holders.map((holder) => `pid ${holder.pid}`).join(', ')}` }
  return event.event === 'statement' && now ? { ...now, progress: '' } : now
}

function line({ migration, since, progress }: Now): string {
  return `${migration}  ${((Date.now() - since) / 1_000).toFixed(1)} s  ${progress}`
}

/** `[######......] 50 %`; the empty text where the server gives no total. */
export function bar(done: number, total: number): string {
  if (total <= 0) return done > 0 ? `${done}` : ''
  const share = Math.min(1, done / total)
  const full = Math.round(share * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.floor(share * 100)} %`
}

/** What is left at the pace so far. */
function left(since: number, done: number, total: number): string {
  if (done <= 0 || total <= done) return ''
  const seconds = ((Date.now() - since) / 1_000) * ((total - done) / done)
  return seconds > 90 ? `, about ${Math.round(seconds / 60)} min left` : `, about ${Math.round(seconds)} s left`
}
