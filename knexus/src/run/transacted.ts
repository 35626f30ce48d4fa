import type { Knex } from 'knex'
import { rows } from '../connection/connection.ts'
import { quoteLiteral } from '../base/sql.ts'
import { KnexusError } from '../base/errors.ts'
import { type Session, withConnection } from './session.ts'

/** SQL: the id by which the server knows a transaction. */
export const XID = 'SELECT pg_current_xact_id()::text AS xid'

/** Runs `work` in a transaction. An error, told by `tell`, says in its cure what the server says became of the transaction. */
export async function transacted<T>(
  session: Session,
  work: (trx: Knex.Transaction) => Promise<T>,
  tell: (error: unknown) => KnexusError,
): Promise<T> {
  let xid: string | undefined
  try {
    return await session.knex.transaction(async (trx) => {
      xid = await withConnection(trx, async (connection) => {
        const [row] = await rows<{ xid: string }>(connection, XID)
        return row?.xid
      })
      return work(trx)
    })
  } catch (error) {
    throw await withFate(session, xid, tell(error))
  }
}

/** The error, with what became of a transaction before its cure. */
export async function withFate(session: Session, xid: string | undefined, error: KnexusError): Promise<KnexusError> {
  const left = xid === undefined ? 'Its transaction had not begun.' : FATES[await fateOf(session, xid)]
  return new KnexusError(error.code, error.message, `${left} ${error.cure}`, { cause: error.cause ?? error })
}

type Fate = 'committed' | 'aborted' | 'unknown'

const FATES: Readonly<Record<Fate, string>> = {
  aborted: 'Its transaction was rolled back: nothing of it is left, and what ran before it stays.',
  committed:
    'Its transaction was committed, as the server says: what it did until then is there; `knexus status` tells ' +
    'whether it is recorded.',
  unknown:
    'What became of its transaction is not known, because the server cannot be asked; `knexus status` tells ' +
    'whether it is recorded.',
}

/** Milliseconds to wait for a backend that has lost its client to end its transaction. */
const PATIENCE = 5_000

async function fateOf(session: Session, xid: string): Promise<Fate> {
  const ask = `SELECT pg_xact_status(${quoteLiteral(xid)}::xid8) AS status`
  try {
    const db = (await session.open()) ?? session.db
    for (const start = Date.now(); ;) {
      const [row] = await rows<{ status: string | null }>(db, ask)
      if (row?.status === 'committed' || row?.status === 'aborted') return row.status
      if (row?.status !== 'in progress' || Date.now() - start > PATIENCE) return 'unknown'
      await rows(db, 'SELECT pg_sleep(0.1)')
    }
  } catch {
    return 'unknown'
  }
}
