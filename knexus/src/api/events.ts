import type { RunEvent } from '../migrations/events.ts'

/**
 * What a call tells while it works: which shadow it opened, what it read, how far it is, and, of `up` and `down`, every
 * step of the run.
 */
export type KnexusEvent =
  | RunEvent
  /** Where things are tried: `PostgreSQL 17.2, a scratch database on 127.0.0.1:5432`. */
  | { readonly event: 'shadow'; readonly description: string }
  /** Why the first choice of a shadow was not taken. */
  | { readonly event: 'shadow-refused'; readonly reason: string }
  /** A source was read completely. */
  | { readonly event: 'read'; readonly source: string; readonly objects: number }
  /** The progress of long work: `building what the models declare, 40 of 900`. */
  | { readonly event: 'working'; readonly what: string; readonly done: number; readonly of: number }
  /** Where the database stands that a script is written for: the last migration that ran there, or null. */
  | { readonly event: 'position'; readonly migration: string | null }
  /** A missing database was created. */
  | { readonly event: 'created'; readonly database: string }
  /** Files that are older than applied ones are about to run. First it is checked whether the order matters; `proved` is true once it is known not to. */
  | { readonly event: 'order'; readonly late: readonly string[]; readonly proved: boolean }
  /** Something could not be done, but the work continues. */
  | { readonly event: 'warning'; readonly message: string }
