import type { Tables } from './tables.ts'

/** The migration that this process runs now; a helper that a migration imports finds its journal here. Empty under plain Knex. */
export interface Current {
  migration?: string | undefined
  tables?: Tables | undefined
  /** `Date.now()` after which a backfill stops and lets the next run go on. */
  deadline?: number | undefined
}

export const current: Current = {}

/** Begins every statement of a backfill. The runner does not journal them: the backfill keeps a cursor of its own. */
export const BACKFILL = '/* knexus backfill */'
