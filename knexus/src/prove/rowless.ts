import { KnexusError, sqlState } from '../base/errors.ts'
import { reachesLimit } from '../trace/time-limit.ts'

/** The statements whose tables get no rows, because made-up ones do not pass them; or no table gets any. */
export type Rowless = readonly string[] | 'all'

/** Made-up rows spoil the rehearsal: a trigger makes objects for them, or a statement does not end because of them. */
export class RowsInTheWay extends Error {}

/** A statement touched a table that its change was not known to reach, so that there were no rows in it. */
export class ReachedFurther extends Error {}

/**
 * Runs `attempt` again, with fewer rows, as long as a planned statement fails: first without rows in the tables that
 * it names, then without any. `everywhere`: in every table, and not only in those that the change is known to reach,
 * since it was seen to reach another one. Throws what the last attempt throws.
 */
export async function withRows<T>(attempt: (without: Rowless, everywhere: boolean) => Promise<T>): Promise<T> {
  let without: Rowless = []
  let everywhere = false
  for (;;) {
    try {
      return await attempt(without, everywhere)
    } catch (error) {
      if (error instanceof ReachedFurther && !everywhere) {
        everywhere = true
        continue
      }
      if (without !== 'all' && (error instanceof RowsInTheWay || reachesLimit(sqlState(error)))) {
        without = 'all'
        continue
      }
      if (!(error instanceof KnexusError) || error.sql === undefined || without === 'all') throw error
      without = without.includes(error.sql) || without.length === 3 ? 'all' : [...without, error.sql]
    }
  }
}

/** Says where there were no rows to prove anything on. */
export function sayRowless(without: Rowless): string[] {
  if (without === 'all')
    return ['No rows were in the tables, because the statements fail on made-up ones: nothing is known of yours.']
  return without.map(
    (sql) => `No rows were in its table, because it fails on made-up ones; look whether yours pass: ${sql}`,
  )
}
