import { setTimeout as sleep } from 'node:timers/promises'
import knex, { type Knex } from 'knex'
import { environmentOf, type EnvironmentName } from '../../../knexfile.ts'
import { SERVICE } from './base.ts'
import { stateOf } from './errors.ts'
import './models/index.ts'

/** A transaction, handed explicitly to every service that reads or writes. */
export type Session = Knex.Transaction

/**
 * The database of an environment of the knexfile. Whoever opens it destroys it. Knex prints nothing by itself: what it
 * would print is thrown as well.
 */
export function openDatabase(environment: EnvironmentName): Knex {
  const settings = environmentOf(environment)
  // The values of a statement that fails are what people have written, which is nothing for a log.
  return knex({
    ...settings,
    compileSqlOnError: false,
    acquireConnectionTimeout: settings.acquireConnectionTimeout ?? 5000,
    log: QUIET,
  })
}

/** What a transaction may see and do. */
export interface SessionOptions {
  /** The workspaces whose rows row-level security shows it. */
  readonly workspaces: readonly string[]
  readonly readOnly?: boolean
  /** The longest that one statement may run, in milliseconds. */
  readonly statementTimeout?: number
}

/**
 * Runs `work` in one transaction, as the role of the service: all of it is committed, or none. When PostgreSQL asks for
 * another attempt (a serialization failure, a deadlock) it is run again, at most three times, so it must do nothing but
 * use the session.
 */
export async function withSession<T>(
  database: Knex,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction(
        async (session) => {
          await session.raw(
            `SELECT set_config('role', ?, true), set_config('clinnexus.workspaces', ?, true),
              set_config('statement_timeout', ?, true), set_config('lock_timeout', '5000', true)`,
            [SERVICE, options.workspaces.join(','), String(options.statementTimeout ?? 15_000)],
          )
          return await work(session)
        },
        { readOnly: options.readOnly ?? false },
      )
    } catch (error) {
      if (!AGAIN.has(stateOf(error) ?? '') || attempt === 3) throw error
      await sleep(attempt * 20 * (1 + Math.random()))
    }
  }
}

/** Puts many rows in, 200 with one statement. */
export async function inParts<T>(rows: readonly T[], put: (part: T[]) => PromiseLike<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += 200) await put(rows.slice(from, from + 200))
}

const QUIET = { warn: () => undefined, error: () => undefined, deprecate: () => undefined, debug: () => undefined }

const AGAIN = new Set(['40001', '40P01'])
