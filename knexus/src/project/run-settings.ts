/** How a run behaves; the knexfile's `knexus.run` may hold any of it. Times are milliseconds. */
export interface RunSettings {
  /** How long a statement may wait for a lock before it is given up and tried again; never for CONCURRENTLY. 0 waits forever. */
  readonly lockTimeout: number
  /** How long one migration keeps trying against locks, pauses included, before the run fails. */
  readonly lockPatience: number
  /** The longest a statement may run; 0 is no limit. */
  readonly statementTimeout: number
  /** How long a transaction may sit idle before PostgreSQL ends it; 0 is no limit. */
  readonly idleTimeout: number
  /** How long to wait for another runner; 0 does not wait. */
  readonly waitTimeout: number
  /** How long to wait for a database that does not answer yet; 0 does not wait. */
  readonly databaseTimeout: number
  /** When a backfill of the run stops, counted from the start of the run; the next run continues there. 0 is no limit. */
  readonly maxDuration: number
  /** What PostgreSQL shows as the start of `application_name`. */
  readonly application: string
  /** Autovacuum that stands in the way is cancelled, unless it prevents wraparound. */
  readonly cancelAutovacuum: boolean
  /** Applications whose statements are cancelled when they stand in the way, by their exact `application_name`. */
  readonly cancelApplications: readonly string[]
}

export const defaults: RunSettings = {
  // Below PostgreSQL's deadlock_timeout of a second, so that a migration gives way to a writer.
  lockTimeout: 500,
  lockPatience: 600_000,
  statementTimeout: 0,
  idleTimeout: 600_000,
  waitTimeout: 600_000,
  databaseTimeout: 0,
  maxDuration: 0,
  application: 'knexus',
  cancelAutovacuum: false,
  cancelApplications: [],
}

/** The settings of a run, with the defaults for what is not given. */
export function settingsOf(given: Partial<RunSettings> = {}): RunSettings {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
}
