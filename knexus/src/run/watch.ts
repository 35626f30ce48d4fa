import { rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { PoolConnection } from '../connection/client.ts'
import type { Holder } from '../migrations/events.ts'
import { blockers } from './holders.ts'
import type { Hold } from './lock.ts'
import type { Session } from './session.ts'
import type { Running, Tape } from '../migrations/tape.ts'

/** Looks after the statement that runs: who blocks it, and how far it is. */
export interface Watch {
  stop(): void
}

/** Milliseconds between two looks at a statement, and before the first one, unless `lockTimeout` could end it earlier. */
const LOOK = 250
const TICK = 50
const TELL = 5_000
const PROGRESS = 1_000

/** Watches a tape from a connection of its own; an embedded database, or one behind a pooler, shows nothing. */
export function startWatch(session: Session, hold: Pick<Hold, 'look'>, migration: string, tape: Tape): Watch {
  if (session.place.embedded || session.place.pooled) return { stop() {} }
  const { lockTimeout } = session.settings
  const first = lockTimeout > 0 ? Math.min(LOOK, lockTimeout / 5) : LOOK
  let looking = false
  let looked = { statement: tape.running, at: 0 }
  let told = { statement: tape.running, at: 0 }
  const tell = (running: Running, pause: number) => {
    const now = Date.now()
    if (told.statement === running && now - told.at < pause) return false
    told = { statement: running, at: now }
    return true
  }
  const look = async (running: Running, pid: number) => {
    const control = await hold.look()
    if (!control || tape.running !== running) return
    const ms = Date.now() - running.since
    const holders = await blockers(control, pid)
    if (holders.length > 0) {
      if (tell(running, TELL)) session.on({ event: 'blocked', migration, sql: running.sql, holders, ms })
      if (tape.running !== running) return
      await clear(session, control, migration, holders)
      return
    }
    const progress = await progressOf(control, pid)
    if (progress && tape.running === running && tell(running, PROGRESS))
      session.on({ event: 'progress', migration, ...progress, ms })
  }
  const timer = setInterval(() => {
    const running = tape.running
    if (looking || !running?.pid) return
    const due = looked.statement === running ? looked.at + LOOK : running.since + first
    if (Date.now() < due) return
    looking = true
    looked = { statement: running, at: Date.now() }
    look(running, running.pid)
      .catch(() => {})
      .finally(() => {
        looking = false
      })
  }, TICK)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Cancels what the settings allow to be cancelled; an autovacuum against wraparound never. */
async function clear(
  session: Session,
  control: PoolConnection,
  migration: string,
  holders: readonly Holder[],
): Promise<void> {
  const { cancelAutovacuum, cancelApplications } = session.settings
  for (const holder of holders) {
    const vacuum =
      cancelAutovacuum &&
      holder.statement.startsWith('autovacuum:') &&
      !holder.statement.includes('to prevent wraparound')
    if (!vacuum && !cancelApplications.includes(holder.application)) continue
    const [row] = await rows<{ done: boolean }>(
      control,
      `SELECT ${holder.state === 'active' ? 'pg_cancel_backend' : 'pg_terminate_backend'}(${holder.pid}) AS done`,
    )
    if (row?.done)
      session.on({
        event: 'note',
        migration,
        message: `cancelled pid ${holder.pid} (${holder.application || 'autovacuum'}), which stood in the way`,
      })
  }
}

interface Progress {
  readonly phase: string
  readonly done: number
  readonly total: number
}

/** How far the server says it is: blocks or tuples, whichever it counts now. */
async function progressOf(control: PoolConnection, pid: number): Promise<Progress | undefined> {
  const [row] = await rows<Progress>(
    control,
    `
    SELECT phase, CASE WHEN tuples_total > 0 THEN tuples_done WHEN blocks_total > 0 THEN blocks_done
      ELSE lockers_done END::float8 AS done,
      CASE WHEN tuples_total > 0 THEN tuples_total WHEN blocks_total > 0 THEN blocks_total ELSE lockers_total END::float8 AS total
      FROM pg_stat_progress_create_index WHERE pid = ${pid}
    UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_cluster WHERE pid = ${pid}
    UNION ALL SELECT phase, heap_blks_scanned, heap_blks_total FROM pg_stat_progress_vacuum WHERE pid = ${pid}
    UNION ALL SELECT ${quoteLiteral('copying')}, bytes_processed, bytes_total FROM pg_stat_progress_copy WHERE pid = ${pid}`,
  )
  return row
}
