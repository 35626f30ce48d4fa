import { type Connection, rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import type { Holder } from '../migrations/events.ts'
import type { LockKey } from './key.ts'
import { redact } from '../base/redact.ts'

/** The backends that hold the runner's lock or work for its holder; the workers' statements are the interesting ones. */
export async function runnerHolders(db: Connection, key: LockKey): Promise<Holder[]> {
  return holders(
    db,
    `a.pid IN (SELECT l.pid FROM pg_locks l WHERE l.granted AND l.locktype = 'advisory'
      AND l.classid IN (${key.classes.runner}, ${key.classes.worker})
    AND l.objid = ${key.object} AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  )
}

/** The backends that mark themselves as a runner's workers. */
export async function workers(db: Connection, key: LockKey): Promise<Holder[]> {
  return holders(
    db,
    `a.pid IN (SELECT l.pid FROM pg_locks l WHERE l.granted AND l.locktype = 'advisory'
      AND l.classid = ${key.classes.worker} AND l.objid = ${key.object}
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
  )
}

/** The backends in a transaction that wrote to Knex's lock table, or locked its row. */
export async function rowHolders(db: Connection, table: string): Promise<Holder[]> {
  return holders(
    db,
    'a.pid IN (SELECT l.pid FROM pg_locks l WHERE l.granted AND l.relation = ' +
      `to_regclass(${quoteLiteral(table)}) AND l.mode IN ('RowShareLock', 'RowExclusiveLock'))`,
  )
}

/** Every other client of this database that is not a waiting runner of ours: one of them may be a plain `knex`. */
export async function otherClients(db: Connection, application: string): Promise<Holder[]> {
  return holders(
    db,
    `a.datname = current_database() AND a.backend_type = 'client backend' AND NOT ` +
      `starts_with(a.application_name, ${quoteLiteral(`${application} `)})`,
  )
}

/** The backends that the given one waits for, directly or through others. */
export async function blockers(db: Connection, pid: number): Promise<Holder[]> {
  return holders(
    db,
    `a.pid IN (WITH RECURSIVE chain (pid) AS (SELECT unnest(pg_blocking_pids(${pid})) UNION SELECT ` +
      'unnest(pg_blocking_pids(chain.pid)) FROM chain) SELECT pid FROM chain)',
  )
}

/** One sentence about a holder, for messages. */
export function describe(holder: Holder): string {
  const place = holder.host ? ` from ${holder.host}` : ''
  const transaction = holder.transactionSince ? `, in a transaction since ${holder.transactionSince}` : ''
  const statement = holder.statement ? `: ${holder.statement.replaceAll(/\s+/g, ' ').slice(0, 200)}` : ''
  return (
    `pid ${holder.pid} (${holder.application || 'no application name'}, user ${holder.user}${place}, ` +
    `${holder.state}, connected since ${holder.since}${transaction})${statement}`
  )
}

async function holders(db: Connection, condition: string): Promise<Holder[]> {
  const found = await rows<
    Omit<Holder, 'since' | 'transactionSince'> & { since: Date | null; transactionSince: Date | null }
  >(
    db,
    `SELECT a.pid, a.application_name AS application, coalesce(a.usename, '') AS user, coalesce(a.client_hostname,
      host(a.client_addr)) AS host, coalesce(a.state, '') AS state,
       a.backend_start AS since, a.xact_start AS "transactionSince", coalesce(a.query, '') AS statement,
       CASE WHEN a.wait_event_type = 'Lock' THEN pg_blocking_pids(a.pid) ELSE '{}' END AS "blockedBy"
     FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid() AND (${condition})
       ORDER BY a.state = 'active' DESC, a.xact_start NULLS LAST, a.pid`,
  )
  return found.map((holder) => ({
    ...holder,
    statement: redact(holder.statement),
    since: holder.since?.toISOString() ?? '',
    transactionSince: holder.transactionSince?.toISOString() ?? null,
  }))
}
