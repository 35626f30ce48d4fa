import type { PlainStep } from '../migrations/plain.ts'
import { begun, taped, told, values, type Work } from './apply.ts'
import type { PoolConnection } from '../connection/client.ts'
import { failure } from '../migrations/failure.ts'
import { type Migration, stepOf } from '../migrations/files.ts'
import { recordText } from './journal.ts'
import { patiently } from './retry.ts'
import { withConnection } from './session.ts'
import { withFate, XID } from './transacted.ts'
import type { Tape } from '../migrations/tape.ts'
import { changesSession, transactionControl } from '../base/statements.ts'

/** A migration that sends these statements and does nothing else: what it sends cannot depend on any answer. */
interface Plain {
  readonly migration: Migration
  readonly statements: readonly string[]
}

/**
 * The plain migration, with its statements as Knex would send them. Undefined for every other one, and where somebody
 * looks at what Knex sends.
 */
function asPlain({ session, direction, half }: Work, migration: Migration): Plain | undefined {
  const { knex, migrations, place, config } = session
  const watched =
    'beforeEach' in migrations ||
    'afterEach' in migrations ||
    config.debug === true ||
    typeof config.client !== 'string'
  const { statements } = stepOf(migration, direction) as Partial<PlainStep>
  if (
    !statements ||
    !migration.transaction ||
    half.has(migration.name) ||
    watched ||
    session.timed ||
    place.pooled ||
    place.embedded
  )
    return undefined
  const sent = statements.map((sql) => knex.raw(sql).toSQL().toNative().sql)
  return sent.some((sql) => transactionControl(sql) !== undefined || changesSession(sql))
    ? undefined
    : { migration, statements: sent }
}

/**
 * Runs the plain migrations from one of the list on, each in a transaction of its own, and does not wait where it
 * need not: the statements of one are sent at once, together with the COMMIT of the one before. Whatever fails, what
 * was sent after it is rolled back. Gives how many it ran.
 */
export async function applyPlain(work: Work, migrations: readonly Migration[], from: number): Promise<number> {
  let next = asPlain(work, migrations[from]!)
  if (!next) return 0
  return withConnection(work.session.knex, async (connection) => {
    const { begin, undo } = await writesOnlyInside(connection)
    Reflect.set(connection, 'pipeline', true)
    try {
      let count = 0
      let ahead: Flight | undefined
      for (let plain = next; plain; plain = next) {
        count += 1
        const following = migrations[from + count]
        next = following && !work.signal?.aborted ? asPlain(work, following) : undefined
        ahead = await applyOne(work, connection, begin, plain, ahead, next)
      }
      return count
    } finally {
      Reflect.set(connection, 'pipeline', false)
      await undo()
    }
  })
}

/**
 * Lets a session write only in transactions that begin with `begin`. A BEGIN that is cancelled would otherwise leave each
 * statement sent after it to commit by itself. A session that is read-only anyway stays so, inside too.
 */
async function writesOnlyInside(
  connection: PoolConnection,
): Promise<{ readonly begin: string; readonly undo: () => Promise<unknown> }> {
  const { rows } = await connection.query<{ mode: string }>(
    `SELECT current_setting('default_transaction_read_only') AS mode`,
  )
  if (rows[0]?.mode !== 'off') return { begin: `BEGIN; ${XID}`, undo: async () => {} }
  await connection.query('SET default_transaction_read_only = on')
  return {
    begin: `BEGIN READ WRITE; ${XID}`,
    // A connection that is lost takes the setting with it.
    undo: () => connection.query('SET default_transaction_read_only = off').catch(() => {}),
  }
}

/** Runs one, of which `ahead` may be on its way already, and gives what it sent of the next one. */
async function applyOne(
  work: Work,
  connection: PoolConnection,
  begin: string,
  plain: Plain,
  ahead: Flight | undefined,
  next: Plain | undefined,
): Promise<Flight | undefined> {
  const { name } = plain.migration
  let sent = ahead
  const attempt = async () => {
    const flight = sent ?? send(connection, [begin, ...plain.statements])
    sent = undefined
    try {
      return await land(work, connection, begin, plain, flight, next)
    } catch (error) {
      await flight.settled
      await connection.query('ROLLBACK').catch(() => {})
      throw await withFate(work.session, await xidOf(flight), failure(name, work.direction, undefined, error))
    }
  }
  return patiently(work.session, name, attempt)
}

/**
 * Waits for the statements of a migration, commits it with its record, and gives the flight of the next one, which
 * left with the COMMIT.
 */
async function land(
  work: Work,
  connection: PoolConnection,
  begin: string,
  { migration }: Plain,
  flight: Flight,
  next: Plain | undefined,
): Promise<Flight | undefined> {
  const { hold, direction } = work
  const start = begun(work, migration)
  const tape = await taped(work, migration, (tape) => arrive(flight, connection, tape))
  hold.assert()
  const record = await recordText(connection, hold.tables, direction, false, values(work, { migration, tape, start }))
  const {
    answers: [recorded, ...answers],
    texts: [, ...texts],
    settled,
  } = send(connection, [`${record}; COMMIT`, ...(next ? [begin, ...next.statements] : [])])
  try {
    await recorded
  } catch (error) {
    await settled
    throw error
  }
  told(work, { migration, tape, start })
  return next && { answers, texts, settled }
}

/** Statements on their way, BEGIN first, and what PostgreSQL answers to each. */
interface Flight {
  readonly texts: readonly string[]
  readonly answers: readonly Promise<unknown>[]
  /** Fulfilled when all are answered, whatever the answers are. */
  readonly settled: Promise<unknown>
}

/**
 * Sends statements without waiting for the answers in between. A driver that cannot do so sends each when the one
 * before it is answered.
 */
function send(connection: PoolConnection, texts: readonly string[]): Flight {
  const { stream } = connection.connection
  stream.cork()
  const answers = texts.map((sql) => connection.query(sql))
  stream.uncork()
  return { texts, answers, settled: Promise.allSettled(answers) }
}

/** The id of the transaction that a flight began, if it did. */
async function xidOf({ answers }: Flight): Promise<string | undefined> {
  const begun = (await answers[0]?.catch(() => undefined)) as readonly { readonly rows: readonly { xid: string }[] }[]
  return begun?.at(-1)?.rows[0]?.xid
}

async function arrive({ texts, answers }: Flight, connection: PoolConnection, tape: Tape): Promise<void> {
  await answers[0]
  for (const [at, sql] of texts.entries()) {
    const query = { sql }
    if (at > 0)
      await tape.take(
        query,
        connection,
        () => answers[at]!.then((response) => Object.assign(query, { response })),
        true,
      )
  }
}
