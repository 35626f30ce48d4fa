import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tables } from './tables.ts'

const KEY = Symbol.for('knexus.running')

/** The migration that runs now; a helper that it imports finds its journal here. */
export interface Current {
  readonly migration: string
  readonly tables: Tables
}

/**
 * Holds the migration for as long as its function runs, one for each of those that run side by side. Empty under plain Knex.
 * It hangs on the process, because the runner and the helper that a migration imports may be two copies of this module.
 */
export const running: AsyncLocalStorage<Current> = shared()

function shared(): AsyncLocalStorage<Current> {
  const place = globalThis as { [KEY]?: AsyncLocalStorage<Current> }
  return place[KEY] ??= new AsyncLocalStorage()
}

/** Begins every statement of a backfill. The runner does not journal them: the backfill keeps a cursor of its own. */
export const BACKFILL = '/* knexus backfill */'
