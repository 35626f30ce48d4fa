import type { Knex } from 'knex'
import { sleep } from '../connection/stopping.ts'
import { KnexusError } from '../base/errors.ts'
import { quoteIdent, quoteLiteral } from '../base/sql.ts'
import { BACKFILL, running } from '../migrations/current.ts'
import { offlineSql } from './backfill-offline.ts'
import { isLockFailure } from './retry.ts'

/** What to fill, and how gently. Texts are SQL. */
export interface Backfill {
  /** The table, as it is written in SQL: `documents`, `archive."Order"`. */
  readonly table: string
  /** What to set: `title_key = lower(title)`. */
  readonly set: string
  /**
   * Which rows need it: `title_key IS NULL`. Without the runner's journal this alone makes a second run go on instead
   * of beginning again.
   */
  readonly where?: string
  /** The columns of a unique key to walk along; the primary key when absent. */
  readonly key?: readonly string[]
  /** Tells two backfills of one table in one migration apart. */
  readonly name?: string
  /** Rows in the first batch; later ones are fitted to `target`. 1000 when absent. */
  readonly batch?: number
  /** Milliseconds that a batch should take. 250 when absent. */
  readonly target?: number
  /** Milliseconds that a replica may lag behind before we pause. 10,000 when absent. */
  readonly maxLag?: number
  /**
   * Milliseconds after which it stops, with one batch done at least; the next run continues there. The run may have a
   * limit of its own.
   */
  readonly maxDuration?: number
}

/**
 * Updates a table in batches along its key, each a transaction of its own, sized towards `target`. It pauses while
 * replicas lag or other sessions wait for locks. Call it from a migration with `config = { transaction: false }`;
 * under `knexus up` it goes on after a crash where it stopped. Gives the number of rows it set in this run. Throws
 * `backfill-in-transaction`, `backfill-no-key`, `backfill-paused`.
 */
export async function backfill(knex: Knex, options: Backfill): Promise<number> {
  if (knex.isTransaction) {
    throw new KnexusError(
      'backfill-in-transaction',
      `The backfill of ${options.table} is inside one transaction, which would hold its locks to the end`,
      'Add `export const config = { transaction: false }` to the migration.',
    )
  }
  const current = running.getStore()
  if (current?.offline) {
    await knex.raw(offlineSql(options, current).replaceAll('?', '\\?'))
    return 0
  }
  const plan = await planOf(knex, options)
  const { target = 250, maxLag = 10_000, maxDuration } = options
  const stop = Math.min(maxDuration === undefined ? Infinity : Date.now() + maxDuration, current?.until ?? Infinity)
  let { cursor, done } = await readCursor(knex, plan)
  const before = done
  for (let size = options.batch ?? 1_000, batches = 0; ; batches += 1) {
    if (batches > 0 && Date.now() > stop) {
      throw new KnexusError(
        'backfill-paused',
        `The backfill of ${options.table} has set ${done} rows and stopped at its time limit`,
        'Run `knexus up` again: it continues there.',
      )
    }
    const start = performance.now()
    const row = await send<{ rows: number; last: string[] | null }>(knex, batchSql(plan, options, cursor, done, size))
    if (!row?.last) return done - before
    cursor = row.last
    done += row.rows
    const ratio = target / Math.max(1, performance.now() - start)
    size = Math.round(Math.min(50_000, Math.max(10, size * Math.min(2, Math.max(0.5, ratio)))))
    await giveWay(knex, maxLag, Math.min(target, 50))
  }
}

interface Plan {
  readonly key: readonly { readonly column: string; readonly type: string }[]
  readonly total: number
  readonly id: string
}

async function planOf(knex: Knex, { table, key, name: label }: Backfill): Promise<Plan> {
  const wanted = key ? `a.attname = ANY (ARRAY[${key.map(quoteLiteral).join(', ')}])` : 'a.attnum = ANY (i.indkey)'
  const order = key
    ? `array_position(ARRAY[${key.map(quoteLiteral).join(', ')}], a.attname::text)`
    : 'array_position(i.indkey::int2[], a.attnum)'
  const columns = await all<{ column: string; type: string; total: number }>(
    knex,
    `SELECT a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, greatest(c.reltuples, 0)::float8 AS total
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE c.oid = to_regclass(${quoteLiteral(table)}) AND a.attnum > 0 AND ${wanted} ORDER BY ${order}`,
  )
  if (columns.length === 0)
    throw new KnexusError(
      'backfill-no-key',
      `${table} has no primary key to iterate over`,
      'Name the columns of a unique key with `key`.',
    )
  return { key: columns, total: columns[0]!.total, id: [table, label].filter(Boolean).join(' ') }
}

async function readCursor(knex: Knex, plan: Plan): Promise<{ cursor: readonly string[] | null; done: number }> {
  const current = running.getStore()
  if (!current) return { cursor: null, done: 0 }
  const [row] = await all<{ cursor: string[]; done: number }>(
    knex,
    `SELECT detail->'cursor' AS cursor, (detail->>'done')::float8 AS done FROM ${current.tables.journal} WHERE ` +
      `migration = ${quoteLiteral(current.migration)} AND kind = 'cursor' AND key = ${quoteLiteral(plan.id)}`,
  )
  return row ?? { cursor: null, done: 0 }
}

/** One batch and the new cursor, in one statement: either both are there after a crash or neither. */
function batchSql(
  plan: Plan,
  { table, set, where }: Backfill,
  cursor: readonly string[] | null,
  done: number,
  size: number,
): string {
  const key = plan.key.map(({ column }) => quoteIdent(column))
  const kept = key.map((_, n) => `knexus_key_${n}`)
  const past =
    cursor &&
    `(${key.join(', ')}) > (${cursor.map((value, n) => `${quoteLiteral(value)}::${plan.key[n]!.type}`).join(', ')})`
  const conditions = [past, where && `(${where})`].filter(Boolean).join(' AND ')
  const current = running.getStore()
  const keep = current
    ? `, cursor AS (INSERT INTO ${current.tables.journal} (migration, kind, key, detail)
      SELECT ${quoteLiteral(current.migration)}, 'cursor', ${quoteLiteral(plan.id)}, jsonb_build_object('cursor',
        last, 'done', ${done} + (SELECT count(*) FROM changed)) FROM final WHERE last IS NOT NULL
      ON CONFLICT (migration, kind, key) DO UPDATE SET detail = excluded.detail, at = excluded.at)`
    : ''
  return `WITH batch AS MATERIALIZED (SELECT ${key.map((column, n) => `${column} AS ${kept[n]}`).join(', ')}
    FROM ${table}${conditions && ` WHERE ${conditions}`} ORDER BY ${key.join(', ')} LIMIT ${size} FOR UPDATE),
    changed AS (UPDATE ${table} AS target SET ${set} FROM batch
      WHERE ${key.map((column, n) => `target.${column} = ${kept[n]}`).join(' AND ')} RETURNING 1),
    final AS (SELECT (SELECT jsonb_build_array(${kept.map((column) => `${column}::text`).join(', ')}) FROM batch
      ORDER BY ${kept.map((column) => `${column} DESC`).join(', ')} LIMIT 1) AS last)${keep}
    SELECT (SELECT count(*)::int FROM changed) AS rows, last, ${quoteLiteral(plan.id)} AS backfill, ${done} + (SELECT
      count(*)::int FROM changed) AS done, ${plan.total} AS total FROM final`
}

let looked = 0

/** Pauses between batches: for a moment always, and for as long as replicas lag or other sessions wait for locks. */
async function giveWay(knex: Knex, maxLag: number, rest: number): Promise<void> {
  await sleep(Math.random() * rest)
  if (Date.now() - looked < 1_000) return
  for (let pause = 100; ; pause = Math.min(5_000, pause * 2)) {
    looked = Date.now()
    const [busy] = await all<{ lag: number; waiting: number }>(
      knex,
      `SELECT coalesce((SELECT extract(epoch FROM max(replay_lag)) * 1000 FROM pg_stat_replication), 0)::float8 AS lag,
         (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND wait_event <> 'advisory') AS waiting`,
    )
    if (!busy || (busy.lag <= maxLag && (busy.waiting === 0 || pause > 2_000))) return
    await sleep(pause)
  }
}

async function send<R>(knex: Knex, sql: string): Promise<R | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await all<R>(knex, sql))[0]
    } catch (error) {
      if (!isLockFailure(error) || attempt === 10) throw error
      await sleep(200 * attempt * Math.random())
    }
  }
}

async function all<R>(knex: Knex, sql: string): Promise<R[]> {
  const answer: { readonly rows: R[] } = await knex.raw(`${BACKFILL} ${sql}`.replaceAll('?', '\\?'))
  return answer.rows
}
