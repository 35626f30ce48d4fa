import { createHash } from 'node:crypto'
import { messageOf, sqlState } from '../base/errors.ts'
import type { Intercept, PoolConnection, Query } from '../connection/client.ts'
import { BACKFILL } from '../migrations/current.ts'
import type { Direction, Listener } from '../migrations/events.ts'
import { asksOfNothing, asksWhetherToWait } from '../migrations/refuse-while.ts'
import { journalRows, note } from './journal.ts'
import { cleanUp, prepareFor, probe } from './probe.ts'
import { carriesSecret, redact } from '../base/redact.ts'
import { changesSession, isControl, isRead, runsOutside } from '../base/statements.ts'
import { patiently } from './retry.ts'
import type { Session } from './session.ts'
import type { Tables } from '../migrations/tables.ts'

/** The journal of one `transaction: false` migration, statement by statement. */
export interface Steps {
  /** An earlier run of it stopped half-way. */
  readonly resumed: boolean
  readonly around: Intercept
  /** What the earlier run did and this one did not ask for: the file was changed in between. */
  leftovers(): string[]
}

interface Step {
  readonly state: 'started' | 'done'
  readonly sql: string
  readonly response?: unknown
  readonly before?: readonly number[]
}

/**
 * Runs each statement of a migration at most once, over any number of crashes.
 * A statement and its row in the journal are one transaction. One that PostgreSQL refuses in a transaction is announced first,
 * and after a crash the catalog is asked what became of it.
 */
export async function stepwise(
  session: Session,
  tables: Tables,
  migration: string,
  direction: Direction,
): Promise<Steps> {
  const journal = await journalRows(session.db, tables, ['step'], migration)
  const known = new Map(journal.map((row) => [row.key, row.detail as Partial<Step> as Step]))
  const asked = new Set<string>()
  const count = new Map<string, number>()
  const write = (connection: PoolConnection, key: string, step: Step) =>
    note(connection, tables, { migration, kind: 'step', key, detail: { direction, ...step } })

  const around: Intercept = async (query, connection, send, inTransaction) => {
    if (asksWhetherToWait(query.sql)) return known.size > 0 ? askAgain(session, migration, query, send) : send()
    if (
      query.sql.startsWith(BACKFILL) ||
      READS.has(query.method ?? '') ||
      isControl(query.sql) ||
      changesSession(query.sql)
    )
      return send()
    const hash = hashOf(query)
    count.set(hash, (count.get(hash) ?? 0) + 1)
    const key = `${direction} ${hash} ${count.get(hash)}`
    asked.add(key)
    const step = known.get(key)
    if (step?.state === 'done') return answer(query, step)
    const done = async () => write(connection, key, { state: 'done', sql: brief(query.sql), response: keep(query) })
    if (inTransaction) {
      const sent = await send()
      if (!isRead(query.sql)) await done()
      return sent
    }
    if (!runsOutside(query.sql)) {
      const sent = await patiently(session, migration, () => together(connection, send, query, done))
      if (sent) return sent
    }
    return alone({
      session,
      migration,
      connection,
      query,
      send,
      step,
      write: (next) => write(connection, key, next),
      done,
    })
  }
  return {
    resumed: known.size > 0,
    around,
    leftovers: () =>
      [...known]
        .filter(([key, step]) => step.state === 'done' && key.startsWith(direction) && !asked.has(key))
        .map(([, step]) => step.sql),
  }
}

/** What an earlier run did of the file may have taken away what its question names: then it is not asked any more. */
async function askAgain(session: Session, migration: string, query: Query, send: () => Promise<Query>): Promise<Query> {
  try {
    return await send()
  } catch (error) {
    if (!asksOfNothing(error)) throw error
    const message = `its refuseWhile names what the earlier run took away, and is not asked again: ${messageOf(error)}`
    session.on({ event: 'note', migration, message })
    return answer(query, { state: 'done', sql: '' })
  }
}

/** The statement and its journal row in one transaction; undefined when PostgreSQL will not have it in one. */
async function together(
  connection: PoolConnection,
  send: () => Promise<Query>,
  query: Query,
  done: () => Promise<void>,
): Promise<Query | undefined> {
  await connection.query('BEGIN')
  try {
    const sent = await send()
    if (!isRead(query.sql) || (await wrote(connection))) await done()
    await connection.query('COMMIT')
    return sent
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {})
    if (REFUSED.has(sqlState(error) ?? '')) return undefined
    throw error
  }
}

interface Alone {
  readonly session: Session
  readonly migration: string
  readonly connection: PoolConnection
  readonly query: Query
  readonly send: () => Promise<Query>
  readonly step: Step | undefined
  readonly write: (step: Step) => Promise<void>
  readonly done: () => Promise<void>
}

/** A statement that cannot be in a transaction: announced, sent without a lock timeout, and noted. */
async function alone({ session, migration, connection, query, send, step, write, done }: Alone): Promise<Query> {
  const tell: Listener = session.on
  if (step && (await probe(connection, query.sql, step.before ?? []))) {
    tell({ event: 'note', migration, message: `was done before the earlier run stopped: ${brief(query.sql)}` })
    await done()
    return answer(query, { state: 'done', sql: '' })
  }
  for (const dropped of await cleanUp(connection, query.sql))
    tell({ event: 'note', migration, message: `dropped what an earlier run left half-built: ${dropped}` })
  await write({
    state: 'started',
    sql: brief(query.sql),
    before: step?.before ?? (await prepareFor(connection, query.sql)),
  })
  const timed = !session.place.pooled && !session.place.embedded
  const timeout = timed
    ? (await connection.query<{ timeout: string }>(`SELECT current_setting('lock_timeout') AS timeout`)).rows[0]!
        .timeout
    : ''
  if (timed) await connection.query('SET lock_timeout = 0')
  try {
    const sent = await send()
    await done()
    return sent
  } finally {
    if (timed) await connection.query(`SET lock_timeout = '${timeout}'`).catch(() => {})
  }
}

/** What builders only read; a raw SELECT may write, through a function. */
const READS = new Set(['select', 'first', 'pluck', 'columnInfo'])
/** active_sql_transaction, invalid_transaction_termination. */
const REFUSED = new Set(['25001', '2D000'])
const KEPT = 65_536

async function wrote(connection: PoolConnection): Promise<boolean> {
  const { rows } = await connection.query<{ wrote: boolean }>(
    'SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote',
  )
  return rows[0]!.wrote
}

/** The text and the values; a Date is only a Date, since a file often takes the time of its run. */
function hashOf(query: Query): string {
  const values = (query.bindings ?? []).map((value) =>
    value instanceof Date
      ? 'Date'
      : Buffer.isBuffer(value)
        ? value.toString('base64')
        : (JSON.stringify(value) ?? 'undefined'),
  )
  return createHash('sha256')
    .update(JSON.stringify([query.sql, values]))
    .digest('hex')
    .slice(0, 32)
}

/** The answer that the earlier run got, as far as it was kept. */
function answer(query: Query, step: Step): Query {
  query.response = step.response ?? { command: '', rowCount: 0, rows: [], fields: [] }
  return query
}

/** Not what is long, and not the rows of a statement that carries a secret. */
function keep({ sql, response }: Query): unknown {
  if (carriesSecret(sql)) return null
  const kept = Array.isArray(response) ? response.map(bare) : bare(response ?? {})
  return JSON.stringify(kept).length <= KEPT ? kept : null
}

function bare(result: unknown): object {
  const { command, rowCount, rows } = result as { command?: string; rowCount?: number; rows?: unknown }
  return { command, rowCount, rows, fields: [] }
}

function brief(sql: string): string {
  return redact(sql).replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}
