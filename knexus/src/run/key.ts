import { createHash } from 'node:crypto'
import type { Knex } from 'knex'

/** The two advisory locks of one `knex_migrations` table, as the arguments of PostgreSQL's functions. */
export interface LockKey {
  /** Held by the one runner. */
  readonly runner: string
  /** Held, shared, by every backend that works for a runner: it tells whether one outlives its runner. */
  readonly worker: string
  /** The first key of each, as `pg_locks.classid`, and the second, as `pg_locks.objid`. */
  readonly classes: { readonly runner: number; readonly worker: number }
  readonly object: number
}

/** "KNEX" in ASCII. */
const RUNNER = 0x4b4e4558

/** Runs on different `knex_migrations` tables of one database do not wait for each other. */
export function lockKey(config: Knex.MigratorConfig): LockKey {
  const name = JSON.stringify([config.schemaName ?? null, config.tableName ?? 'knex_migrations'])
  const object = createHash('sha256').update(name).digest().readUInt32BE() & 0x7fffffff
  const classes = { runner: RUNNER, worker: RUNNER + 1 }
  return { runner: `${classes.runner}, ${object}`, worker: `${classes.worker}, ${object}`, classes, object }
}
