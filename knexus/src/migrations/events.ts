/** Which way a run goes. */
export type Direction = 'up' | 'down'

/** A backend that stands in the way, or holds what is waited for. */
export interface Holder {
  readonly pid: number
  /** `application_name`; a runner of ours says `knexus HOST:PID`. */
  readonly application: string
  readonly user: string
  /** Where it connects from; null for a local socket. */
  readonly host: string | null
  readonly state: string
  /** When it connected, ISO 8601. */
  readonly since: string
  /** When its current transaction began, ISO 8601; null outside one. */
  readonly transactionSince: string | null
  /** Its current or last statement. */
  readonly statement: string
  /** The backends that it is waiting for itself. */
  readonly blockedBy: readonly number[]
}

/** What is waited for before a run can start. */
export type Obstacle = 'runner' | 'worker' | 'knex' | 'database'

/** What a run tells while it works, one object at a time; `up --json` prints them as they are. Times are milliseconds. */
export type RunEvent =
  /** The run cannot start yet: another runner works, the lock of Knex is held, or the database does not answer. */
  | { readonly event: 'waiting'; readonly obstacle: Obstacle; readonly holders: readonly Holder[]; readonly ms: number }
  /** Something that a killed run left behind was repaired, such as the lock of Knex. */
  | { readonly event: 'repaired'; readonly what: string }
  /** What is about to run, and where. */
  | {
      readonly event: 'run-start'
      readonly direction: Direction
      readonly migrations: readonly string[]
      readonly batch: number
      /** Where the connection came out, as the server says: `clinnexus at 127.0.0.1:5432`. */
      readonly place: string
    }
  /** A migration begins; `resumed` after a failure half-way in a file without a transaction. */
  | {
      readonly event: 'migration-start'
      readonly migration: string
      readonly direction: Direction
      readonly transaction: boolean
      readonly resumed: boolean
    }
  /** A statement was sent, or skipped because an earlier run has done it. */
  | {
      readonly event: 'statement'
      readonly migration: string
      readonly number: number
      readonly sql: string
      readonly ms: number
      readonly skipped: boolean
    }
  /** A statement waits for locks that others hold. */
  | {
      readonly event: 'blocked'
      readonly migration: string
      readonly sql: string
      readonly holders: readonly Holder[]
      readonly ms: number
    }
  /** A statement did not get its lock in time, and is tried again after a pause. */
  | {
      readonly event: 'retry'
      readonly migration: string
      readonly attempt: number
      readonly reason: string
      readonly pause: number
    }
  /** The progress of a backfill, in rows. */
  | {
      readonly event: 'progress'
      readonly migration: string
      readonly phase: string
      readonly done: number
      readonly total: number
      readonly ms: number
    }
  /** Something about a migration that a person should know. */
  | { readonly event: 'note'; readonly migration: string; readonly message: string }
  /** A migration has run, and is recorded. */
  | {
      readonly event: 'migration-end'
      readonly migration: string
      readonly direction: Direction
      readonly statements: number
      readonly ms: number
    }
  /** All of them have run. With `dryRun` nothing was sent. */
  | {
      readonly event: 'run-end'
      readonly direction: Direction
      readonly migrations: readonly string[]
      readonly batch: number
      readonly ms: number
      readonly dryRun: boolean
    }

/** Takes every event of a run, in order. It must not throw. */
export type Listener = (event: RunEvent) => void
