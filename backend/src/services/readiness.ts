import { readdir } from 'node:fs/promises'
import type { Knex } from 'knex'
import { isAway, stateOf } from '../db/errors.ts'

/** Whether requests can be served, and what stands against it. */
export type Readiness =
  | {
      readonly ready: true
      /** How many migrations have run, those that this code does not know included. */
      readonly applied: number
      /** The latest of them, as it was named: `stage two`. */
      readonly latest: string
    }
  | { readonly ready: false; readonly reason: string; readonly pending?: readonly string[] }

/**
 * Asks the database which migrations it has. Knex's own `migrate.list()` would create its tables, and throws when a
 * file is missing: a probe must do neither. A database that is ahead of these files is ready: that is how a deploy
 * rolls.
 */
export async function readiness(database: Knex, migrations: readonly string[]): Promise<Readiness> {
  try {
    const applied = new Set(await names(database))
    const pending = migrations.filter((name) => !applied.has(name))
    return pending.length === 0
      ? { ready: true, applied: applied.size, latest: titleOf([...applied].toSorted().at(-1) ?? '') }
      : {
          ready: false,
          reason: `${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} pending`,
          pending,
        }
  } catch (error) {
    if (isAway(error)) return { ready: false, reason: 'the database cannot be reached' }
    throw error
  }
}

/** The migrations that belong to this code, by file name. */
export async function migrationsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.ts')).toSorted()
}

/** `20261128003529_stage_two.ts` becomes `stage two`. */
function titleOf(name: string): string {
  return name
    .replace(/^\d+_/, '')
    .replace(/\.\w+$/, '')
    .replaceAll('_', ' ')
}

async function names(database: Knex): Promise<string[]> {
  try {
    const { rows } = await database
      .raw<{ rows: { name: string }[] }>('SELECT name FROM applied_migrations() AS name')
      .timeout(3000)
    return rows.map(({ name }) => name)
  } catch (error) {
    if (NEVER.has(stateOf(error) ?? '')) return []
    throw error
  }
}

/** Neither the table of the migrations is there, nor the function that reads it. */
const NEVER = new Set(['42P01', '42883'])
