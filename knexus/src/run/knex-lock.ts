import { type Connection, rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { Holder } from '../migrations/events.ts'
import { otherClients, rowHolders } from './holders.ts'
import type { Session } from './session.ts'
import type { Tables } from '../migrations/tables.ts'

/** Knex's own lock row, while we hold it. */
export interface KnexLock {
  /**
   * Makes `is_locked = 1` visible. Until then the row is only locked, and a plain `knex` waits; from here on it fails at once.
   * Needed before a `transaction: false` file, because a plain `knex` that has waited does not look again at what is
   * pending then.
   */
  publish(): Promise<void>
  release(): Promise<void>
}

/** The lock, or those who may hold it; `repaired` says what was put right on the way. */
export type Attempt =
  | { readonly lock: KnexLock }
  | { readonly holders: readonly Holder[] }
  | { readonly repaired: string }

/**
 * Tries to take Knex's lock row on `db`, without waiting for anyone. The caller holds the runner's lock, so no other
 * runner of ours is alive. The row stays locked in a transaction of `db`: if this process dies, PostgreSQL frees it.
 */
export async function takeKnexLock(
  db: Connection,
  tables: Tables,
  session: Pick<Session, 'settings' | 'place'>,
): Promise<Attempt> {
  await db.query('BEGIN')
  const [row] = await rows<{ all: number; free: number; locked: number; ours: boolean }>(
    db,
    `WITH free AS (SELECT is_locked, xmin FROM ${tables.lock} FOR UPDATE SKIP LOCKED)
     SELECT (SELECT count(*)::int FROM ${tables.lock}) AS all, (SELECT count(*)::int FROM free) AS free,
       (SELECT count(*)::int FROM free WHERE is_locked IS DISTINCT FROM 0) AS locked,
       EXISTS (SELECT FROM free JOIN ${tables.journal} j ON j.kind = 'lease' AND j.key = ${quoteLiteral(tables.lock)}
         AND j.detail->>'xmin' = free.xmin::text) AS ours`,
  )
  const { all, free, locked, ours } = row!
  if (free < all) {
    await db.query('ROLLBACK')
    return { holders: await rowHolders(db, tables.lock) }
  }
  if (locked > 0) {
    const others = ours || session.place.embedded ? [] : await otherClients(db, session.settings.application)
    if (others.length > 0) {
      await db.query('ROLLBACK')
      return { holders: others }
    }
  }
  if (all !== 1 || locked > 0) {
    await db.query(`DELETE FROM ${tables.lock}`)
    await db.query(`INSERT INTO ${tables.lock} (is_locked) VALUES (0)`)
    await db.query(`DELETE FROM ${tables.journal} WHERE kind = 'lease' AND key = ${quoteLiteral(tables.lock)}`)
    await db.query('COMMIT')
    return {
      repaired:
        all === 1
          ? `${tables.lock} said locked, and whoever locked it is gone`
          : `${tables.lock} had ${all} rows instead of one`,
    }
  }
  return { lock: heldLock(db, tables) }
}

function heldLock(db: Connection, tables: Tables): KnexLock {
  let published = false
  return {
    async publish() {
      if (published) return
      published = true
      await db.query(`UPDATE ${tables.lock} SET is_locked = 1`)
      await db.query(`INSERT INTO ${tables.journal} (migration, kind, key, detail)
        SELECT '', 'lease', ${quoteLiteral(tables.lock)}, jsonb_build_object('xmin', xmin::text) FROM ${tables.lock}
        ON CONFLICT (migration, kind, key) DO UPDATE SET detail = excluded.detail, at = excluded.at`)
      await db.query('COMMIT')
    },
    async release() {
      if (!published) {
        await db.query('ROLLBACK')
        return
      }
      await db.query(
        `WITH lease AS (DELETE FROM ${tables.journal} WHERE kind = 'lease' AND key = ` +
          `${quoteLiteral(tables.lock)}) UPDATE ${tables.lock} SET is_locked = 0`,
      )
    },
  }
}
