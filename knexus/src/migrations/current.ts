import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tables } from './tables.ts'

/** The migration that runs now; a helper that it imports finds its journal here. */
export interface Current {
  readonly migration: string
  readonly tables: Tables
  /** When a backfill stops, as `Date.now()` tells it; Infinity when it need not. */
  readonly until: number
  /** Its statements are only written down: there is no database to ask. */
  readonly offline?: boolean
}

const KEY = Symbol.for('knexus.running')
const shared: typeof globalThis & { [KEY]?: AsyncLocalStorage<Current> } = globalThis

/**
 * Holds the migration for as long as its function runs, one for each of those that run side by side. Empty under
 * plain Knex. One for all copies of this file in a process.
 */
export const running: AsyncLocalStorage<Current> = (shared[KEY] ??= new AsyncLocalStorage<Current>())

/** Begins every statement of a backfill. The runner does not journal them: the backfill keeps a cursor of its own. */
export const BACKFILL = '/* knexus backfill */'
