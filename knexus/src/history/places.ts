import type { Entry } from '../migrations/status.ts'
import type { CodedError } from '../run/coded-error.ts'
import type { Receipt } from '../run/journal.ts'

/** One thing that happened to a migration. What plain knex ran has no checksum and no duration. */
export interface HistoryEvent extends Partial<Receipt> {
  /** The id of its row in `knex_migrations`. */
  readonly key: string
  readonly migration: string
  readonly direction: string
  /** As an ISO date with time; null where nobody noted it. */
  readonly at: string | null
}

/** How far one environment has come, and how it got there. */
export interface EnvironmentHistory {
  readonly environment: string
  /** Null where it could not be reached. */
  readonly database: string | null
  /** The last migration of its history; null where it has none. */
  readonly revision: string | null
  /** Every migration, on disk or in the database, in the order of their names. */
  readonly migrations: readonly Entry[]
  /** Everything that ran or was undone, the oldest first. */
  readonly events: readonly HistoryEvent[]
  /** Why it could not be reached; null where it was. */
  readonly error: CodedError | null
}

/** What was run together: the events of one batch, in one direction, that follow each other. */
export interface Batch {
  readonly number: number | undefined
  readonly direction: string
  /** When the first of them ended; null where nobody noted it. */
  readonly at: string | null
  readonly events: readonly HistoryEvent[]
}

/** The events of an environment by the batches that they ran in. */
export function batchesOf(events: readonly HistoryEvent[]): Batch[] {
  const batches: (Batch & { events: HistoryEvent[] })[] = []
  for (const event of events) {
    const last = batches.at(-1)
    if (last && last.number === event.batch && last.direction === event.direction) last.events.push(event)
    else batches.push({ number: event.batch, direction: event.direction, at: event.at, events: [event] })
  }
  return batches
}

/** `up, batch 3: 2 migrations`. */
export function sayBatch({ number, direction, events }: Batch): string {
  const which = number === undefined ? direction : `${direction}, batch ${number}`
  return `${which}: ${events.length === 1 ? events[0]!.migration : `${events.length} migrations`}`
}

/** A time to the minute, in UTC, as people read it. */
export function sayTime(at: string | null): string {
  return at === null ? 'at an unknown time' : at.slice(0, 16).replace('T', ' ')
}
